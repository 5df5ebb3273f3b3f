import type { Procedure } from "fhir/r4.js";
import { organization, ownCode, patient, referenceTo, securityLabels } from "../../fhir-words.ts";
import type { PrescriptionOutcome } from "../entities/prescription-outcome.ts";
import type { OutcomeCode } from "../policies/prescription-words.ts";

export type OutcomeFacts = Pick<
  PrescriptionOutcome,
  "id" | "personId" | "organizationId" | "prescriptionId" | "code" | "recordedAt"
>;

const statuses: Readonly<Record<OutcomeCode, Procedure["status"]>> = {
  GOALS_REACHED: "completed",
  GOALS_PARTLY_REACHED: "completed",
  HANDED_ON: "completed",
  PERSON_STOPPED: "stopped",
  NEVER_CAME: "not-done",
  OUTCOME_NOT_SHARED: "unknown",
};

/** What became of a prescription as the FHIR R4 Procedure that closes its loop; a resource of its own, like its rule. */
export const outcomeInFhir = (outcome: OutcomeFacts): Procedure => ({
  resourceType: "Procedure",
  id: outcome.id,
  meta: { security: [securityLabels.CARE_NAVIGATION], lastUpdated: outcome.recordedAt.toISOString() },
  basedOn: [referenceTo("ServiceRequest", "prescription", outcome.prescriptionId)],
  status: statuses[outcome.code],
  subject: patient(outcome.personId),
  asserter: organization(outcome.organizationId),
  outcome: { coding: [ownCode("prescription-outcome", outcome.code)] },
});
