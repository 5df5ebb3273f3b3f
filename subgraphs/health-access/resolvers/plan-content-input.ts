import { ArrayMaxSize, ArrayMinSize, IsOptional, Length, Max, Min, ValidateNested } from "class-validator";
import { Field, Float, ID, InputType } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import {
  HoursGroundEnum,
  PlanConstraintCodeEnum,
  PlanGoalCodeEnum,
  PlanStepCodeEnum,
  PlanStepStatusEnum,
} from "../entities/enums.ts";
import type { ConstraintContent, GoalContent, PlanContent, StepContent } from "../policies/plan-content.ts";
import type { ConstraintCode, GoalCode, HoursGround, StepCode } from "../policies/plan-labels.ts";
import type { PlanStepStatus } from "../policies/support-words.ts";

@InputType({ description: "A step of a plan to write." })
class PlanStepInput implements StepContent {
  @Field(() => PlanStepCodeEnum, { description: "The step, from the closed list." })
  label!: StepCode;

  @Field(() => PlanStepStatusEnum, { defaultValue: "PLANNED", description: "How far it has come already." })
  status!: PlanStepStatus;

  @Field(() => DateScalar, { nullable: true, description: "The day it is planned to start." })
  startsOn?: string | null;

  @Field(() => DateScalar, { nullable: true, description: "The day it is planned to end." })
  endsOn?: string | null;

  @IsOptional()
  @Min(0.5)
  @Max(35)
  @Field(() => Float, { nullable: true, description: "Hours a week it takes, in halves, from 0.5 to 35." })
  weeklyHours?: number | null;

  @IsOptional()
  @Length(1, 200)
  @Field(() => ID, { nullable: true, description: "The care offer of the directory it leads to." })
  careOffer?: string | null;
}

@InputType({ description: "A goal of a plan to write, with its steps." })
class PlanGoalInput implements GoalContent {
  @Field(() => PlanGoalCodeEnum, { description: "The goal, from the closed list." })
  label!: GoalCode;

  @ArrayMaxSize(30)
  @ValidateNested({ each: true })
  @Field(() => [PlanStepInput], { description: "The steps towards it, in order, at most 30." })
  steps!: PlanStepInput[];
}

@InputType({ description: "A constraint of a plan to write." })
class PlanConstraintInput implements ConstraintContent {
  @Field(() => PlanConstraintCodeEnum, { description: "The constraint, from the closed list." })
  label!: ConstraintCode;

  @Field(() => DateScalar, { nullable: true, description: "The day from which it holds." })
  startsOn?: string | null;

  @Field(() => DateScalar, { nullable: true, description: "The day until which it holds." })
  endsOn?: string | null;

  @Field(() => HoursGroundEnum, {
    nullable: true,
    description: "Why weekly hours are limited, for LIMITED_WEEKLY_HOURS alone; it stays in the plan.",
  })
  hoursGround?: HoursGround | null;
}

/** What both mutations that write a version take. */
@InputType()
export abstract class PlanContentInput implements PlanContent {
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Field(() => [PlanGoalInput], { description: "The goals in the order agreed with the person, from 1 to 20." })
  goals!: PlanGoalInput[];

  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Field(() => [PlanConstraintInput], {
    defaultValue: [],
    description: "What an activity must take into account, at most 20.",
  })
  constraints!: PlanConstraintInput[];
}
