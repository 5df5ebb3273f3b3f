import { Barrier } from "../entities/barrier.ts";
import { BarrierAction } from "../entities/barrier-action.ts";
import { BarrierActionChange } from "../entities/barrier-action-change.ts";
import { fileKeepers } from "../policies/actor.ts";
import { type BarrierActionKind, isActionFor } from "../policies/barrier-action-words.ts";
import { dayOf } from "../policies/day.ts";
import { BarrierActions } from "../repositories/barrier-actions.ts";
import { lockOwnRow } from "../repositories/own-row.ts";
import type { ActingContext } from "./acting-context.ts";
import { actionStepOf } from "./barrier-action-step.ts";
import { badInput, conflict, notFound, refuseFuture } from "./refusals.ts";
import { requireActor } from "./require-actor.ts";

/** An action as it was agreed on; `requestKey` is a uuid the client chooses once for it. Days are YYYY-MM-DD. */
export interface PlannedAction {
  requestKey: string;
  barrier: string;
  kind: BarrierActionKind;
  label?: string | null;
  /** The organisation that is to do it; the viewer's own when absent. */
  assignee?: string | null;
  /** Today when absent. */
  plannedOn?: string | null;
  dueOn: string;
}

/** Records what is to be done about a barrier of the viewer's organisation, by whom. A retry under the same `requestKey` returns the first. */
export async function planBarrierAction(context: ActingContext, asked: PlannedAction): Promise<BarrierAction> {
  const actor = requireActor(context.viewer, fileKeepers);
  const now = new Date();
  const plannedOn = asked.plannedOn ?? dayOf(now);
  const label = asked.label?.trim() || null;
  refuseFuture("plannedOn", plannedOn, dayOf(now));
  if (asked.dueOn < plannedOn) throw badInput("dueOn", "An action is due on the day it is planned at the earliest.");
  if (asked.kind === "OTHER" && !label) throw badInput("label", "Name the action: its kind is OTHER.");
  return context.em.transactional(async (em) => {
    const barrier = await lockOwnRow(em, context.viewer, Barrier, asked.barrier);
    if (!barrier) throw notFound("barrier");
    const known = await new BarrierActions(em, context.viewer).known(asked.requestKey);
    if (known?.barrierId === barrier.id && known.kind === asked.kind) return known;
    if (known) throw conflict("requestKey", "This key was used for another action: choose a new one.");
    if (barrier.liftedOn) throw conflict("barrier", "This barrier is lifted: declare it again if it is back.");
    if (!isActionFor(asked.kind, barrier.kind))
      throw badInput("kind", "This action is about a home: plan it for a barrier of kind HOUSING.");
    if (plannedOn < barrier.openedOn) throw badInput("plannedOn", "This day is before the barrier was declared.");
    const { personId, organizationId } = barrier;
    const action = Object.assign(new BarrierAction(), {
      id: asked.requestKey,
      personId,
      organizationId,
      barrierId: barrier.id,
      assigneeId: asked.assignee ?? organizationId,
      kind: asked.kind,
      label,
      status: "PLANNED",
      plannedOn,
      dueOn: asked.dueOn,
      endedOn: null,
      version: 1,
    });
    em.persist([action, Object.assign(new BarrierActionChange(), actionStepOf(action, actor, plannedOn, now))]);
    return action;
  });
}
