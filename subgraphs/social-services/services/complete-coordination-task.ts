import { rule } from "../../protection.ts";
import type { CoordinationTask } from "../entities/coordination-task.ts";
import { mayCompleteTask, taskDoers } from "../policies/actor.ts";
import { dayOf } from "../policies/day.ts";
import { coordinationTasks, findMeeting } from "../repositories/coordination.ts";
import { lockWork } from "../repositories/open-work.ts";
import type { ActingContext } from "./acting-context.ts";
import { badInput, notFound, refuseFuture } from "./refusals.ts";
import { requireActor } from "./require-actor.ts";
import { stateTaskWork } from "./state-task-work.ts";

const RULE = rule("SOCIAL_RIGHTS", "SOCIAL_FOLLOW_UP");

/**
 * Records that a task is done: by the organisation that is to do it, as long as the person lets it read so, or by the one that
 * called the meeting. One already done keeps its day.
 */
export async function completeCoordinationTask(
  context: ActingContext,
  asked: { task: string; doneOn?: string | null },
): Promise<CoordinationTask> {
  const { viewer, enforcement } = context;
  requireActor(viewer, taskDoers);
  const today = dayOf(new Date());
  const doneOn = asked.doneOn ?? today;
  refuseFuture("doneOn", doneOn, today);
  return context.em.transactional(async (em) => {
    const task = await lockWork(em, viewer, coordinationTasks, asked.task);
    if (!task || !mayCompleteTask(viewer, task)) throw notFound("task");
    const isOwn = task.organizationId === viewer!.organization;
    const record = { subject: task.personId, holder: task.organizationId };
    if (!isOwn && !(await enforcement.isPermitted(record, RULE, "READ"))) throw notFound("task");
    if (task.doneOn) return task;
    const { heldOn } = (await findMeeting(em, task.meetingId))!;
    if (doneOn < heldOn) throw badInput("doneOn", "This day is before the meeting was held.");
    task.doneOn = doneOn;
    await stateTaskWork(em, task, new Date());
    return task;
  });
}
