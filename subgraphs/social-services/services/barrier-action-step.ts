import type { BarrierAction } from "../entities/barrier-action.ts";
import type { ActingRole, Actor } from "../policies/actor.ts";

/** The step of history for the status an action is in. */
export function actionStepOf(
  action: BarrierAction,
  actor: Actor & { role: ActingRole },
  happenedOn: string,
  now: Date,
  reason: string | null = null,
) {
  return {
    personId: action.personId,
    organizationId: action.organizationId,
    actionId: action.id,
    version: action.version,
    status: action.status,
    reason,
    happenedOn,
    recordedAt: now,
    actorRole: actor.role,
    actorOrganizationId: actor.organizationId,
  };
}
