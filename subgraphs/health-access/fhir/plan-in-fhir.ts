import type { Bundle, CarePlan, CarePlanActivity, CodeableConcept, Goal } from "fhir/r4.js";
import {
  collectionOf,
  identifierOf,
  organization,
  ownCode,
  ownExtension,
  patient,
  referenceTo,
  securityLabels,
} from "../../fhir-words.ts";
import type { HealthActionPlan } from "../entities/health-action-plan.ts";
import type { HealthActionPlanVersion } from "../entities/health-action-plan-version.ts";
import type { PlanConstraint } from "../entities/plan-constraint.ts";
import type { PlanGoal } from "../entities/plan-goal.ts";
import type { PlanStep } from "../entities/plan-step.ts";
import { constraintLabels, goalLabels, stepLabels } from "../policies/plan-labels.ts";
import type { PlanStepStatus } from "../policies/support-words.ts";

export type PlanFacts = Pick<HealthActionPlan, "id" | "personId" | "organizationId">;
/** What one version holds, in order; steps with their present status. */
export interface VersionFacts extends Pick<HealthActionPlanVersion, "number" | "writtenAt"> {
  readonly goals: readonly (Pick<PlanGoal, "id" | "code"> & { readonly steps: readonly StepFacts[] })[];
  readonly constraints: readonly Pick<PlanConstraint, "code" | "startsOn" | "endsOn" | "hoursGround">[];
}
type StepFacts = Pick<PlanStep, "id" | "code" | "status" | "startsOn" | "endsOn" | "weeklyHours" | "careOfferId">;

type StepStatus = NonNullable<CarePlanActivity["detail"]>["status"];
const stepStatuses: Readonly<Record<PlanStepStatus, StepStatus>> = {
  PLANNED: "not-started",
  IN_PROGRESS: "in-progress",
  ON_HOLD: "on-hold",
  DONE: "completed",
  ABANDONED: "stopped",
};

/** How far steps have come together: neither a plan nor a goal has a status of its own in the hub. */
type Progress = "AHEAD" | "ON_HOLD" | "REACHED" | "GIVEN_UP";
const planStatuses: Readonly<Record<Progress, CarePlan["status"]>> = {
  AHEAD: "active",
  ON_HOLD: "on-hold",
  REACHED: "completed",
  GIVEN_UP: "revoked",
};
const goalStatuses: Readonly<Record<Progress, Goal["lifecycleStatus"]>> = {
  AHEAD: "active",
  ON_HOLD: "on-hold",
  REACHED: "completed",
  GIVEN_UP: "cancelled",
};

function progressOf(steps: readonly { readonly status: PlanStepStatus }[]): Progress {
  const statuses = new Set(steps.map(({ status }) => status));
  if (statuses.size === 0 || statuses.has("PLANNED") || statuses.has("IN_PROGRESS")) return "AHEAD";
  if (statuses.has("ON_HOLD")) return "ON_HOLD";
  return statuses.has("DONE") ? "REACHED" : "GIVEN_UP";
}

/** A health action plan, as the version in force, in a Bundle: its FHIR R4 CarePlan, then its goals. */
export function planInFhir(plan: PlanFacts, version: VersionFacts): Bundle {
  const { id, personId, organizationId } = plan;
  const { number, writtenAt, goals, constraints } = version;
  const carePlan: CarePlan = {
    resourceType: "CarePlan",
    id,
    meta: { versionId: String(number), security: [securityLabels.HEALTH_PLAN_FULL] },
    ...(constraints.length > 0 ? { extension: constraints.map(constraintInFhir) } : {}),
    identifier: [identifierOf("plan", id)],
    status: planStatuses[progressOf(goals.flatMap(({ steps }) => steps))],
    intent: "plan",
    subject: patient(personId),
    created: writtenAt.toISOString(),
    author: organization(organizationId),
    ...(goals.length > 0 ? { goal: goals.map((goal) => ({ reference: `Goal/${goal.id}` })) } : {}),
    ...(goals.some(({ steps }) => steps.length > 0)
      ? { activity: goals.flatMap((goal) => goal.steps.map((step) => activityOf(step, goal.id))) }
      : {}),
  };
  return collectionOf(
    carePlan,
    ...goals.map(
      (goal): Goal => ({
        resourceType: "Goal",
        id: goal.id,
        meta: { security: [securityLabels.HEALTH_PLAN_FULL] },
        lifecycleStatus: goalStatuses[progressOf(goal.steps)],
        description: labelled("plan-goal", goal.code, goalLabels),
        subject: patient(personId),
      }),
    ),
  );
}

function activityOf(step: StepFacts, goal: string): CarePlanActivity {
  const { id, code, status, startsOn, endsOn, weeklyHours, careOfferId } = step;
  return {
    id,
    detail: {
      ...(weeklyHours === null ? {} : { extension: [ownExtension("weekly-hours", { valueDecimal: weeklyHours })] }),
      code: labelled("plan-step", code, stepLabels),
      goal: [{ reference: `Goal/${goal}` }],
      status: stepStatuses[status],
      ...(startsOn || endsOn ? { scheduledPeriod: periodOf(startsOn, endsOn) } : {}),
      ...(careOfferId ? { performer: [referenceTo("HealthcareService", "care-offer", careOfferId)] } : {}),
    },
  };
}

const constraintInFhir = ({ code, startsOn, endsOn, hoursGround }: VersionFacts["constraints"][number]) =>
  ownExtension("plan-constraint", {
    extension: [
      ownExtension("code", { valueCodeableConcept: labelled("plan-constraint", code, constraintLabels) }),
      ...(startsOn || endsOn ? [ownExtension("period", { valuePeriod: periodOf(startsOn, endsOn) })] : []),
      ...(hoursGround ? [ownExtension("hours-ground", { valueCode: hoursGround })] : []),
    ],
  });

const labelled = <Code extends string>(
  list: string,
  code: Code,
  labels: Readonly<Record<Code, { readonly label: string }>>,
): CodeableConcept => ({ coding: [ownCode(list, code, labels[code].label)] });

const periodOf = (start: string | null, end: string | null) => ({
  ...(start ? { start } : {}),
  ...(end ? { end } : {}),
});
