import type { Portability } from "../../../kit/portable-records.ts";

/** What of contracts is about a person; a link to an extract is about her whose contract it hangs on. */
export const portability: Portability = {
  subjectProperty: "personId",
  roads: {
    ErasureOutcome: (subjectId) => ({ subjectId }),
    PlanLink: (person) => ({ contractId: { personId: person } }),
  },
  withheld: { "EmploymentContractsRectification.answeredBy": "The account of a professional." },
};
