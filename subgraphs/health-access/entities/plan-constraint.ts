import { randomUUID } from "node:crypto";
import { Entity, ManyToOne, PrimaryKey, Property, Trigger, Unique } from "@mikro-orm/decorators/legacy";
import { Field, ObjectType } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import type { PersonalRow } from "../../protection.ts";
import type { ConstraintCode, HoursGround } from "../policies/plan-labels.ts";
import { HoursGroundEnum, PlanConstraintCodeEnum } from "./enums.ts";
import { HealthActionPlanVersion } from "./health-action-plan-version.ts";
import { neverRewritten } from "./never-rewritten.ts";
import { HealthPlanFull } from "./protected-as.ts";

@HealthPlanFull
@ObjectType({ description: "What an activity must take into account, from the closed list of labels." })
@Entity({ tableName: "plan_constraint" })
@Trigger(neverRewritten)
@Unique({ properties: ["versionId", "position"] })
export class PlanConstraint implements PersonalRow {
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
  @Field(() => PlanConstraintCodeEnum, { nullable: true, description: "The constraint as a code of the closed list." })
  @Property({ type: "text" })
  code!: ConstraintCode;

  @HealthPlanFull
  @Field(() => DateScalar, { nullable: true, description: "The day from which it holds." })
  @Property({ type: "date", nullable: true })
  startsOn!: string | null;

  @HealthPlanFull
  @Field(() => DateScalar, { nullable: true, description: "The day until which it holds." })
  @Property({ type: "date", nullable: true })
  endsOn!: string | null;

  @HealthPlanFull
  @Field(() => HoursGroundEnum, {
    nullable: true,
    description: "Why weekly hours are limited, where the person agreed to have it written; no extract ever shows it.",
  })
  @Property({ type: "text", nullable: true })
  hoursGround: HoursGround | null = null;
}
