import { Min } from "class-validator";
import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from "type-graphql";
import { UserError } from "../../../kit/user-error.ts";
import type { HealthAccessContext } from "../context.ts";
import { PlanStepStatusEnum } from "../entities/enums.ts";
import { HealthActionPlan } from "../entities/health-action-plan.ts";
import { PlanStep } from "../entities/plan-step.ts";
import { OwnAct } from "../entities/protected-as.ts";
import type { PlanStepStatus } from "../policies/support-words.ts";
import { type ChangePlanStepStatus, changePlanStepStatus } from "../services/change-plan-step-status.ts";
import { type CreateHealthActionPlan, createHealthActionPlan } from "../services/create-health-action-plan.ts";
import { type RevisePlan, revisePlan } from "../services/revise-plan.ts";
import { change } from "./change.ts";
import { PlanContentInput } from "./plan-content-input.ts";

const REASONS = "Why nothing was changed; empty when it was.";

@InputType({ description: "A health action plan to create." })
class CreateHealthActionPlanInput extends PlanContentInput implements CreateHealthActionPlan {
  @Field(() => ID, { description: "The health support, in which a diagnosis was recorded." })
  healthSupport!: string;
}

@OwnAct
@ObjectType({ description: "What creating a health action plan gave." })
class CreateHealthActionPlanPayload {
  @Field(() => HealthActionPlan, { nullable: true, description: "The created plan." })
  healthActionPlan?: HealthActionPlan;

  @Field(() => [UserError], { description: REASONS })
  userErrors!: UserError[];
}

@InputType({ description: "A new version of a health action plan." })
class RevisePlanInput extends PlanContentInput implements RevisePlan {
  @Field(() => ID, { description: "The health action plan." })
  healthActionPlan!: string;

  @Min(1)
  @Field(() => Int, { description: "Number of the version you read before revising." })
  basedOnVersion!: number;
}

@OwnAct
@ObjectType({ description: "What revising a health action plan gave." })
class RevisePlanPayload {
  @Field(() => HealthActionPlan, { nullable: true, description: "The plan with its new version in force." })
  healthActionPlan?: HealthActionPlan;

  @Field(() => [UserError], { description: REASONS })
  userErrors!: UserError[];
}

@InputType({ description: "A change of how far a step has come." })
class ChangePlanStepStatusInput implements ChangePlanStepStatus {
  @Field(() => ID, { description: "The step." })
  planStep!: string;

  @Field(() => PlanStepStatusEnum, { description: "How far it has come now." })
  status!: PlanStepStatus;

  @Field(() => Int, { description: "The `version` of the step as you read it." })
  version!: number;
}

@OwnAct
@ObjectType({ description: "What changing the status of a step gave." })
class ChangePlanStepStatusPayload {
  @Field(() => PlanStep, { nullable: true, description: "The step as it stands now." })
  planStep?: PlanStep;

  @Field(() => [UserError], { description: REASONS })
  userErrors!: UserError[];
}

@Resolver()
export class PlanMutations {
  @Mutation(() => CreateHealthActionPlanPayload, {
    nullable: true,
    description: "Creates the health action plan of a support with its goals and steps, after a diagnosis.",
  })
  createHealthActionPlan(
    @Arg("input", () => CreateHealthActionPlanInput, { description: "The plan." }) input: CreateHealthActionPlanInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => createHealthActionPlan(context, input));
  }

  @Mutation(() => RevisePlanPayload, {
    nullable: true,
    description: "Puts a new version of a plan in force; earlier ones stay as they were.",
  })
  revisePlan(
    @Arg("input", () => RevisePlanInput, { description: "The new version, whole." }) input: RevisePlanInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => revisePlan(context, input));
  }

  @Mutation(() => ChangePlanStepStatusPayload, {
    nullable: true,
    description: "Notes how far a step of the current version has come.",
  })
  changePlanStepStatus(
    @Arg("input", () => ChangePlanStepStatusInput, { description: "The change." }) input: ChangePlanStepStatusInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => changePlanStepStatus(context, input));
  }
}
