import { randomUUID } from "node:crypto";
import { Entity, ManyToOne, PrimaryKey, Property, Trigger, Unique } from "@mikro-orm/decorators/legacy";
import { Field, ID, ObjectType } from "type-graphql";
import type { PersonalRow } from "../../protection.ts";
import type { GoalCode } from "../policies/plan-labels.ts";
import { PlanGoalCodeEnum } from "./enums.ts";
import { HealthActionPlanVersion } from "./health-action-plan-version.ts";
import { neverRewritten } from "./never-rewritten.ts";
import { HealthPlanFull, OpaqueIdentifier } from "./protected-as.ts";

@HealthPlanFull
@ObjectType({ description: "A goal of a health action plan, from the closed list of labels." })
@Entity({ tableName: "plan_goal" })
@Trigger(neverRewritten)
@Unique({ properties: ["versionId", "position"] })
export class PlanGoal implements PersonalRow {
  @OpaqueIdentifier
  @Field(() => ID, { description: "Opaque identifier of the goal." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @ManyToOne(() => HealthActionPlanVersion, {
    mapToPk: true,
    createForeignKeyConstraint: true,

    fieldName: "version_id",
  })
  versionId!: string;

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @Property({ type: "smallint" })
  position!: number;

  @HealthPlanFull
  @Field(() => PlanGoalCodeEnum, { nullable: true, description: "The goal as a code of the closed list." })
  @Property({ type: "text" })
  code!: GoalCode;
}
