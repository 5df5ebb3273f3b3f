import type { Portability } from "../../../kit/portable-records.ts";

const PROFESSIONAL = "The account of a professional.";

/** What of the associations' records is about a person. */
export const portability: Portability = {
  subjectProperty: "personId",
  roads: { ErasureOutcome: (subjectId) => ({ subjectId }) },
  withheld: {
    "SupportAct.authorSubject": PROFESSIONAL,
    "AdviceAnswer.authorSubject": PROFESSIONAL,
    "AdviceRequest.authorSubject": PROFESSIONAL,
    "SupportAssessment.authorSubject": PROFESSIONAL,
    "AppointmentChange.authorSubject": PROFESSIONAL,
    "RuptureAcknowledgement.authorSubject": PROFESSIONAL,
    "HealthAccessRectification.answeredBy": PROFESSIONAL,
  },
};
