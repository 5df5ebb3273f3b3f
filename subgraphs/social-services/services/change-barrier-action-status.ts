import { rule } from "../../protection.ts";
import type { BarrierAction } from "../entities/barrier-action.ts";
import { BarrierActionChange } from "../entities/barrier-action-change.ts";
import { mayFollowAction, taskDoers } from "../policies/actor.ts";
import { type BarrierActionStatus, nextActionStatuses } from "../policies/barrier-action-words.ts";
import { dayOf } from "../policies/day.ts";
import { barrierActions } from "../repositories/barrier-actions.ts";
import { lockWork } from "../repositories/open-work.ts";
import type { ActingContext } from "./acting-context.ts";
import { actionStepOf } from "./barrier-action-step.ts";
import { badInput, conflict, notFound, refuseFuture } from "./refusals.ts";
import { requireActor } from "./require-actor.ts";

const RULE = rule("SOCIAL_RIGHTS", "SOCIAL_FOLLOW_UP");

/** A change of status as it is asked for. */
export interface ActionStatusChange {
  barrierAction: string;
  version: number;
  status: BarrierActionStatus;
  reason?: string | null;
  /** YYYY-MM-DD; today when absent. */
  happenedOn?: string | null;
}

/**
 * Moves an action to its next status and appends the step: by the organisation that keeps the file, or by the one that is to do
 * it, as long as the person lets it read so. A retry finds the version it made and changes nothing.
 */
export async function changeBarrierActionStatus(
  context: ActingContext,
  asked: ActionStatusChange,
): Promise<BarrierAction> {
  const { viewer, enforcement } = context;
  const actor = requireActor(viewer, taskDoers);
  const now = new Date();
  const happenedOn = asked.happenedOn ?? dayOf(now);
  const reason = asked.reason?.trim() || null;
  refuseFuture("happenedOn", happenedOn, dayOf(now));
  return context.em.transactional(async (em) => {
    const action = await lockWork(em, viewer, barrierActions, asked.barrierAction);
    if (!action || !mayFollowAction(viewer, action)) throw notFound("barrierAction");
    const record = { subject: action.personId, holder: action.organizationId };
    const isOwn = action.organizationId === actor.organizationId;
    const isReadable = isOwn ? enforcement.isReadable(record, RULE) : enforcement.isPermitted(record, RULE, "READ");
    if (!(await isReadable)) throw notFound("barrierAction");
    if (action.version === asked.version + 1 && action.status === asked.status) return action;
    if (action.version !== asked.version)
      throw conflict("version", "The action was changed meanwhile; read it again and decide on what it says now.");
    if (!nextActionStatuses(action.status).includes(asked.status))
      throw badInput("status", `An action that is ${action.status} cannot come to this status.`);
    if (asked.status === "ABANDONED" && !reason) throw badInput("reason", "Say in a few words why it is given up.");
    if (happenedOn < action.plannedOn) throw badInput("happenedOn", "This day is before the action was planned.");
    action.status = asked.status;
    action.version += 1;
    if (nextActionStatuses(asked.status).length === 0) action.endedOn = happenedOn;
    em.persist(Object.assign(new BarrierActionChange(), actionStepOf(action, actor, happenedOn, now, reason)));
    return action;
  });
}
