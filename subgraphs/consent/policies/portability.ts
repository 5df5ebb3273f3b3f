import type { Portability } from "../../../kit/portable-records.ts";

const PROFESSIONAL = "The account of a professional.";

/** What of the registry is about a person. */
export const portability: Portability = {
  subjectProperty: "personId",
  roads: {
    ErasureOutcome: (subjectId) => ({ subjectId }),
    Person: (id) => ({ id }),
    // What she reads herself is left out, as from her disclosures: each page of an export would add to it.
    DecisionRecord: (personId) => ({ personId, reason: { $ne: "SELF" } }),
  },
  withheld: {
    "AccompanimentInvitation.madeBy": "Her own account, or that of a professional.",
    "ConsentEvidence.capturedBy": PROFESSIONAL,
    "ProxyAuthority.holderSubject": "The account of whoever stands for her.",
    "ProxyAuthority.verifiedBy": PROFESSIONAL,
    "ProxyAuthority.endedBy": PROFESSIONAL,
    "ConsentEvent.actorSubject": PROFESSIONAL,
    "DecisionRecord.actorSubject": PROFESSIONAL,
  },
};
