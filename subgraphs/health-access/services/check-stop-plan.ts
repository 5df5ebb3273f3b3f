import type { RoundStop } from "../entities/round-stop.ts";
import { doOverlap, planProblem, type StopPlan } from "../policies/stop-plan.ts";
import { refuseInput, refuseState } from "./refusals.ts";

/** Refuses a plan that does not fit the day of its round, or the other stops of the day. */
export function checkStopPlan(plan: StopPlan, heldOn: string, others: readonly RoundStop[]): void {
  const problem = planProblem(plan, heldOn, new Date());
  if (problem) throw refuseInput(problem.message, ["plan", problem.field]);
  if (others.some((other) => doOverlap(plan, other)))
    throw refuseState("The unit stops elsewhere at that time; it is in one place at a time.", ["plan", "startsAt"]);
}
