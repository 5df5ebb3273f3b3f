import type { EntityManager } from "@mikro-orm/postgresql";
import { Refusal } from "../../../kit/user-error.ts";
import { rule } from "../../protection.ts";
import type { Prescription } from "../entities/prescription.ts";
import type { ActingRole, Actor } from "../policies/actor.ts";
import { currentStatus, nextStatuses, type Party, reasonsOf } from "../policies/prescription-transitions.ts";
import type { PrescriptionStatus, RecordedStatus, StatusReason } from "../policies/prescription-words.ts";
import { Prescriptions } from "../repositories/prescriptions.ts";
import type { ActingContext } from "./acting-context.ts";
import { recordTransition } from "./record-transition.ts";
import { badInput, conflict, notFound } from "./refusals.ts";
import { requireActor } from "./require-actor.ts";

const RULE = rule("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION");
const roleOf: Record<Exclude<Party, "HUB">, ActingRole> = {
  PRESCRIBER: "SOCIAL_WORKER",
  RECIPIENT: "HEALTH_NAVIGATOR",
};

/** One act on a prescription, as its service describes it. */
export interface Move {
  readonly party: Exclude<Party, "HUB">;
  /** Where it leads, once the prescription is known. */
  readonly to: RecordedStatus | ((prescription: Prescription, em: EntityManager) => Promise<RecordedStatus>);
  readonly reason?: StatusReason;
  /** True when the act was done before: the prescription is returned unchanged. */
  readonly isRepeated: (
    prescription: Prescription,
    status: PrescriptionStatus,
    em: EntityManager,
  ) => boolean | Promise<boolean>;
  /** Asked last before anything is written; throws to refuse. */
  readonly permit?: (prescription: Prescription) => Promise<void>;
  /** What else belongs to the act, in the same transaction. */
  readonly also?: (prescription: Prescription, em: EntityManager, now: Date) => Promise<void> | void;
}

/**
 * What all acts on a prescription share: one transaction, the row locked, the viewer's right to know of it, her part in it,
 * the closed table of statuses, and the step appended. A prescription she may not read is one that does not exist.
 */
export async function movePrescription(context: ActingContext, id: string, move: Move): Promise<Prescription> {
  const actor = requireActor(context.viewer, [roleOf[move.party]]);
  return context.em.transactional(async (em) => {
    const prescription = await new Prescriptions(em, context.viewer).lockAsParty(id);
    if (!prescription || !(await isReadable(context, prescription))) throw notFound("prescription");
    requireParty(prescription, actor, move.party);
    const now = new Date();
    const status = currentStatus(prescription.recordedStatus, prescription.requestedAt, now);
    if (await move.isRepeated(prescription, status, em)) return prescription;
    const to = typeof move.to === "string" ? move.to : await move.to(prescription, em);
    requireAllowed(status, to, move.party);
    requireFittingReason(to, move.reason);
    await move.permit?.(prescription);
    await recordTransition(em, prescription, actor, { to, reason: move.reason ?? null, now });
    await move.also?.(prescription, em, now);
    return prescription;
  });
}

const isReadable = ({ enforcement }: ActingContext, { personId, organizationId }: Prescription) =>
  enforcement.isReadable({ subject: personId, holder: organizationId }, RULE);

function requireParty(prescription: Prescription, { organizationId }: Actor, party: Move["party"]): void {
  const expected = party === "PRESCRIBER" ? prescription.organizationId : prescription.recipientOrganizationId;
  if (organizationId === expected) return;
  const who = party === "PRESCRIBER" ? "that wrote the prescription" : "the prescription is addressed to";
  throw new Refusal("FORBIDDEN", `Only the organisation ${who} may do this.`, ["prescription"]);
}

function requireAllowed(status: PrescriptionStatus, to: RecordedStatus, party: Move["party"]): void {
  const allowed = nextStatuses(status, party);
  if (allowed.includes(to)) return;
  const ways =
    allowed.length > 0
      ? `your organisation may bring it to ${allowed.join(", ")}`
      : "your organisation cannot move it any more";
  throw conflict("prescription", `A prescription that is ${status} cannot come to ${to}; ${ways}.`);
}

function requireFittingReason(to: RecordedStatus, reason: StatusReason | undefined): void {
  const fitting = reasonsOf[to];
  if (fitting && !(reason && fitting.includes(reason)))
    throw badInput("reason", `This reason does not fit; give one of ${fitting.join(", ")}.`);
}
