import type { Portability } from "../../../kit/portable-records.ts";

/** What of social services is about a person; a référent is named by an identifier that the graph shows her too. */
export const portability: Portability = {
  subjectProperty: "personId",
  roads: { ErasureOutcome: (subjectId) => ({ subjectId }) },
  withheld: { "SocialServicesRectification.answeredBy": "The account of a professional." },
};
