import type { Portability } from "../../../kit/portable-records.ts";

/** What of the associations' records is about a person. */
export const portability: Portability = {
  subjectProperty: "personId",
  roads: { ErasureOutcome: (subjectId) => ({ subjectId }) },
  withheld: {
    "SupportAct.authorSubject": "The account of a professional.",
    "HealthAccessRectification.answeredBy": "The account of a professional.",
  },
};
