import type { EntityManager } from "@mikro-orm/postgresql";
import type { Viewer } from "../../../kit/viewer.ts";
import { CoordinationMeeting } from "../entities/coordination-meeting.ts";
import { CoordinationTask } from "../entities/coordination-task.ts";
import type { WorkTable } from "./open-work.ts";

/** Tasks as work that is open until it is done. */
export const coordinationTasks: WorkTable<CoordinationTask> = {
  entity: CoordinationTask,
  table: "coordination_task",
  over: { property: "doneOn", column: "done_on" },
};

/** Meetings of these people, the latest first. */
export async function findMeetings(em: EntityManager, viewer: Viewer | null, personIds: readonly string[]) {
  if (!viewer) return [];
  return em.find(CoordinationMeeting, { personId: [...personIds] }, { orderBy: { heldOn: "desc", id: "asc" } });
}

export async function findMeeting(em: EntityManager, id: string): Promise<CoordinationMeeting | null> {
  return em.findOne(CoordinationMeeting, id);
}

/** Tasks of these meetings, the one due first first. */
export async function findTasks(em: EntityManager, viewer: Viewer | null, meetingIds: readonly string[]) {
  if (!viewer) return [];
  return em.find(CoordinationTask, { meetingId: [...meetingIds] }, { orderBy: { dueOn: "asc", id: "asc" } });
}

/** Those of these tasks that the viewer's organisation holds or is to do, or that are about herself; each follows its rule. */
export async function findTasksFor(em: EntityManager, viewer: Viewer | null, ids: readonly string[]) {
  const { dataSubject, organization } = viewer ?? {};
  if (dataSubject) return em.find(CoordinationTask, { id: [...ids], personId: dataSubject });
  if (!organization) return [];
  const theirs = { $or: [{ organizationId: organization }, { assigneeId: organization }] };
  return em.find(CoordinationTask, { id: [...ids], ...theirs });
}
