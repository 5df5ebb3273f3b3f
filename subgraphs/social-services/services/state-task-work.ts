import type { EntityManager } from "@mikro-orm/postgresql";
import { stateWork } from "../../work.ts";
import type { CoordinationTask } from "../entities/coordination-task.ts";

/** States, in the running transaction, that a task waits for whoever is to do it, and from its day on that it is due; once done, nothing. */
export async function stateTaskWork(em: EntityManager, task: CoordinationTask, assignedAt: Date): Promise<void> {
  const { assigneeId: organization, dueOn, doneOn } = task;
  const waiting = [
    { kind: "COORDINATION_TASK_ASSIGNED" as const, organization, appearsAt: assignedAt },
    { kind: "COORDINATION_TASK_DUE" as const, organization, appearsAt: new Date(`${dueOn}T00:00:00Z`) },
  ];
  await stateWork(em, "social-services", task, doneOn ? [] : waiting);
}
