import type { EntityManager } from "@mikro-orm/postgresql";
import type { Prescription } from "../entities/prescription.ts";
import { PrescriptionTransition } from "../entities/prescription-transition.ts";
import type { Actor } from "../policies/actor.ts";
import type { RecordedStatus, StatusReason } from "../policies/prescription-words.ts";

/** Moves a prescription and appends the step, in the running transaction; the table was asked before. */
export function recordTransition(
  em: EntityManager,
  prescription: Prescription,
  actor: Actor,
  { to, reason = null, now }: { to: RecordedStatus; reason?: StatusReason | null; now: Date },
): void {
  const from = prescription.version === 0 ? null : prescription.recordedStatus;
  prescription.recordedStatus = to;
  prescription.statusReason = reason;
  prescription.version += 1;
  const { personId, organizationId, id: prescriptionId, version } = prescription;
  const step = { personId, organizationId, prescriptionId, version, from, to, reason, recordedAt: now };
  const by = { actorRole: actor.role, actorOrganizationId: actor.organizationId };
  em.persist([prescription, Object.assign(new PrescriptionTransition(), step, by)]);
}
