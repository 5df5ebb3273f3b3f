import { randomUUID } from "node:crypto";
import { Entity, Enum, ManyToOne, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import { Field, Float, ID, Int, ObjectType } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import type { PersonalRow } from "../../protection.ts";
import type { StepCode } from "../policies/plan-labels.ts";
import { type PlanStepStatus, planStepStatuses } from "../policies/support-words.ts";
import { PlanStepCodeEnum, PlanStepStatusEnum } from "./enums.ts";
import { PlanGoal } from "./plan-goal.ts";
import { HealthPlanFull, OpaqueIdentifier } from "./protected-as.ts";

/** Of all that a version holds, only the status of its steps changes, and `version` counts these changes. */
@HealthPlanFull
@ObjectType({ description: "A step towards a goal of a health action plan, from the closed list of labels." })
@Entity({ tableName: "plan_step" })
@Unique({ properties: ["goalId", "position"] })
export class PlanStep implements PersonalRow {
  @OpaqueIdentifier
  @Field(() => ID, { description: "Opaque identifier of the step." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @ManyToOne(() => PlanGoal, { mapToPk: true, createForeignKeyConstraint: true, fieldName: "goal_id" })
  goalId!: string;

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @Property({ type: "smallint" })
  position!: number;

  @HealthPlanFull
  @Field(() => PlanStepCodeEnum, { nullable: true, description: "The step as a code of the closed list." })
  @Property({ type: "text" })
  code!: StepCode;

  @HealthPlanFull
  @Field(() => PlanStepStatusEnum, { nullable: true, description: "How far the step has come." })
  @Enum({ items: Object.keys(planStepStatuses) })
  status!: PlanStepStatus;

  @HealthPlanFull
  @Field(() => Int, {
    nullable: true,
    description: "Number of the last change of its status, to pass when changing it.",
  })
  @Property({ type: "integer", version: true })
  version!: number;

  @HealthPlanFull
  @Field(() => DateScalar, { nullable: true, description: "The day it is planned to start." })
  @Property({ type: "date", nullable: true })
  startsOn!: string | null;

  @HealthPlanFull
  @Field(() => DateScalar, { nullable: true, description: "The day it is planned to end." })
  @Property({ type: "date", nullable: true })
  endsOn!: string | null;

  @HealthPlanFull
  @Field(() => Float, { nullable: true, description: "Hours a week it takes, in halves." })
  @Property({ type: "double", nullable: true })
  weeklyHours!: number | null;

  /** Key of a care offer in the directory. */
  @Property({ type: "text", nullable: true })
  careOfferId!: string | null;
}
