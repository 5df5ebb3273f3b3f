import type { EntityManager } from "@mikro-orm/postgresql";
import type { HealthActionPlan } from "../entities/health-action-plan.ts";
import { HealthActionPlanVersion } from "../entities/health-action-plan-version.ts";
import { PlanConstraint } from "../entities/plan-constraint.ts";
import { PlanGoal } from "../entities/plan-goal.ts";
import { PlanStep } from "../entities/plan-step.ts";
import { fingerprintOf, mistakeOf, type PlanContent } from "../policies/plan-content.ts";
import { refuseInput } from "./refusals.ts";

/** Refuses a content with a mistake, naming where it stands. */
export function requireSound(content: PlanContent): void {
  const mistake = mistakeOf(content);
  if (mistake) throw refuseInput(mistake.message, mistake.field);
}

/** Adds a version to a plan, puts it in force and returns it; earlier ones stay as they are. */
export function writePlanVersion(
  em: EntityManager,
  plan: HealthActionPlan,
  number: number,
  content: PlanContent,
): HealthActionPlanVersion {
  const owner = { personId: plan.personId, organizationId: plan.organizationId };
  const fingerprint = fingerprintOf(content);
  const version = em.create(HealthActionPlanVersion, { planId: plan.id, number, fingerprint, ...owner });
  for (const [position, { label, steps }] of content.goals.entries()) {
    const goal = em.create(PlanGoal, { versionId: version.id, position, code: label, ...owner });
    for (const [rank, step] of steps.entries()) writeStep(em, goal, rank, step);
  }
  for (const [position, constraint] of content.constraints.entries()) {
    const { label, startsOn = null, endsOn = null, hoursGround = null } = constraint;
    const row = { versionId: version.id, position, code: label, startsOn, endsOn, hoursGround };
    em.create(PlanConstraint, { ...row, ...owner });
  }
  plan.currentVersion = number;
  return version;
}

function writeStep(
  em: EntityManager,
  goal: PlanGoal,
  position: number,
  step: PlanContent["goals"][number]["steps"][number],
) {
  const { label, status, startsOn = null, endsOn = null, weeklyHours = null, careOffer = null } = step;
  const { personId, organizationId } = goal;
  const row = { goalId: goal.id, position, code: label, status, startsOn, endsOn, weeklyHours, careOfferId: careOffer };
  em.create(PlanStep, { ...row, personId, organizationId, version: 1 });
}
