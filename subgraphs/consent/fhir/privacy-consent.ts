import type { CodeableConcept, Consent } from "fhir/r4.js";

const TERMINOLOGY = "http://terminology.hl7.org/CodeSystem";

/** What every Consent of the hub is about: who may be shown what of a person. */
export const privacyConsent: Pick<Consent, "resourceType" | "scope" | "category"> = {
  resourceType: "Consent",
  scope: { coding: [{ system: `${TERMINOLOGY}/consentscope`, code: "patient-privacy" }] },
  category: [
    { coding: [{ system: "http://loinc.org", code: "59284-0" }] },
    { coding: [{ system: `${TERMINOLOGY}/v3-ActCode`, code: "IDSCL" }] },
  ],
};

/** The part of whoever would be shown it. */
export const informationRecipient: CodeableConcept = {
  coding: [{ system: `${TERMINOLOGY}/v3-ParticipationType`, code: "IRCP" }],
};

/** Where there is no notice to point to, since she spoke of herself: her opting out is the policy. */
export const optedOut: CodeableConcept = { coding: [{ system: `${TERMINOLOGY}/v3-ActCode`, code: "OPTOUT" }] };
