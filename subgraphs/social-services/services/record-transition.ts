import type { EntityManager } from "@mikro-orm/postgresql";
import { stateWork } from "../../work.ts";
import type { Prescription } from "../entities/prescription.ts";
import { PrescriptionTransition } from "../entities/prescription-transition.ts";
import type { Actor } from "../policies/actor.ts";
import type { RecordedStatus, StatusReason } from "../policies/prescription-words.ts";
import { workAfter } from "../policies/prescription-work.ts";

/** Moves a prescription, appends the step and states what waits, in the running transaction; the table was asked before. */
export async function recordTransition(
  em: EntityManager,
  prescription: Prescription,
  actor: Actor,
  { to, reason = null, now }: { to: RecordedStatus; reason?: StatusReason | null; now: Date },
): Promise<void> {
  const from = prescription.version === 0 ? null : prescription.recordedStatus;
  prescription.recordedStatus = to;
  prescription.statusReason = reason;
  prescription.version += 1;
  const { personId, organizationId, id: prescriptionId, version } = prescription;
  const step = { personId, organizationId, prescriptionId, version, from, to, reason, recordedAt: now };
  const by = { actorRole: actor.role, actorOrganizationId: actor.organizationId };
  em.persist([prescription, Object.assign(new PrescriptionTransition(), step, by)]);
  const work = workAfter(prescription, now);
  if (work) await stateWork(em, "social-services", prescription, work);
}
