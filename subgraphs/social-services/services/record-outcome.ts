import type { EntityManager } from "@mikro-orm/postgresql";
import type { Prescription } from "../entities/prescription.ts";
import { PrescriptionOutcome } from "../entities/prescription-outcome.ts";
import type { OutcomeCode } from "../policies/prescription-words.ts";

/** Records what became of a support; what the association tells is its own record, what is not told is the prescriber's. */
export function recordOutcome(em: EntityManager, prescription: Prescription, code: OutcomeCode, now: Date): void {
  const { personId, organizationId, recipientOrganizationId, id: prescriptionId } = prescription;
  const holder = code === "OUTCOME_NOT_SHARED" ? organizationId : recipientOrganizationId;
  const fields = { personId, organizationId: holder, prescriptionId, code, recordedAt: now };
  em.persist(Object.assign(new PrescriptionOutcome(), fields));
}
