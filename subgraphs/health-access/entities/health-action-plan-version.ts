import { randomUUID } from "node:crypto";
import { OptionalProps } from "@mikro-orm/core";
import { Entity, ManyToOne, PrimaryKey, Property, Trigger, Unique } from "@mikro-orm/decorators/legacy";
import { Field, Int, ObjectType } from "type-graphql";
import type { PersonalRow } from "../../protection.ts";
import { HealthActionPlan } from "./health-action-plan.ts";
import { neverRewritten } from "./never-rewritten.ts";
import { HealthPlanFull } from "./protected-as.ts";

/** Never edited: revising a plan adds a version. */
@HealthPlanFull
@ObjectType({ description: "What a health action plan held from one revision to the next." })
@Entity({ tableName: "health_action_plan_version" })
@Trigger(neverRewritten)
@Unique({ properties: ["planId", "number"] })
export class HealthActionPlanVersion implements PersonalRow {
  [OptionalProps]?: "writtenAt";

  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @ManyToOne(() => HealthActionPlan, { mapToPk: true, createForeignKeyConstraint: true, fieldName: "plan_id" })
  planId!: string;

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @HealthPlanFull
  @Field(() => Int, { nullable: true, description: "Number of the version, from 1." })
  @Property({ type: "integer" })
  number!: number;

  /** SHA-256 of the content as it was sent: tells a repeated request from another one. */
  @Property({ type: "text" })
  fingerprint!: string;

  @HealthPlanFull
  @Field(() => Date, { nullable: true, description: "The instant it was written." })
  @Property({ type: "datetime" })
  writtenAt: Date = new Date();
}
