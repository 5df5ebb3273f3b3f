import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { HealthAccessContext } from "../context.ts";
import { CareOffer } from "../entities/care-offer.ts";
import { HealthActionPlan } from "../entities/health-action-plan.ts";
import { HealthActionPlanVersion } from "../entities/health-action-plan-version.ts";
import { PlanConstraint } from "../entities/plan-constraint.ts";
import { PlanExtract } from "../entities/plan-extract.ts";
import { PlanGoal } from "../entities/plan-goal.ts";
import { PlanStep } from "../entities/plan-step.ts";
import { EmploymentExtract, HealthPlanFull } from "../entities/protected-as.ts";
import { constraintLabels, goalLabels, stepLabels } from "../policies/plan-labels.ts";

@Resolver(() => HealthActionPlan)
export class HealthActionPlanResolver {
  @HealthPlanFull
  @FieldResolver(() => HealthActionPlanVersion, { nullable: true, description: "The version in force." })
  async current(@Root() { id, currentVersion }: HealthActionPlan, @Ctx() { plans }: HealthAccessContext) {
    const versions = await plans.versionsOf.load(id);
    return versions.find(({ number }) => number === currentVersion);
  }

  @HealthPlanFull
  @FieldResolver(() => [HealthActionPlanVersion], { nullable: true, description: "Every version, oldest first." })
  versions(@Root() { id }: HealthActionPlan, @Ctx() { plans }: HealthAccessContext) {
    return plans.versionsOf.load(id);
  }

  @EmploymentExtract
  @FieldResolver(() => [PlanExtract], {
    nullable: true,
    description: "The extracts derived from the plan towards employment, newest first.",
  })
  extracts(@Root() { id }: HealthActionPlan, @Ctx() { extracts }: HealthAccessContext) {
    return extracts.ofPlan.load(id);
  }
}

@Resolver(() => HealthActionPlanVersion)
export class HealthActionPlanVersionResolver {
  @HealthPlanFull
  @FieldResolver(() => [PlanGoal], { nullable: true, description: "The goals, in the order agreed with the person." })
  goals(@Root() { id }: HealthActionPlanVersion, @Ctx() { plans }: HealthAccessContext) {
    return plans.goalsOf.load(id);
  }

  @HealthPlanFull
  @FieldResolver(() => [PlanConstraint], { nullable: true, description: "What an activity must take into account." })
  constraints(@Root() { id }: HealthActionPlanVersion, @Ctx() { plans }: HealthAccessContext) {
    return plans.constraintsOf.load(id);
  }
}

@Resolver(() => PlanGoal)
export class PlanGoalResolver {
  @HealthPlanFull
  @FieldResolver(() => String, { nullable: true, description: "The goal in French words of the closed list." })
  label(@Root() { code }: PlanGoal) {
    return goalLabels[code].label;
  }

  @HealthPlanFull
  @FieldResolver(() => [PlanStep], { nullable: true, description: "The steps towards it, in order." })
  steps(@Root() { id }: PlanGoal, @Ctx() { plans }: HealthAccessContext) {
    return plans.stepsOf.load(id);
  }
}

@Resolver(() => PlanStep)
export class PlanStepResolver {
  @HealthPlanFull
  @FieldResolver(() => String, { nullable: true, description: "The step in French words of the closed list." })
  label(@Root() { code }: PlanStep) {
    return stepLabels[code].label;
  }

  @HealthPlanFull
  @FieldResolver(() => CareOffer, { nullable: true, description: "The care offer of the directory it leads to." })
  careOffer(@Root() { careOfferId }: PlanStep) {
    return careOfferId === null ? null : { id: careOfferId };
  }
}

@Resolver(() => PlanConstraint)
export class PlanConstraintResolver {
  @HealthPlanFull
  @FieldResolver(() => String, { nullable: true, description: "The constraint in French words of the closed list." })
  label(@Root() { code }: PlanConstraint) {
    return constraintLabels[code].label;
  }
}
