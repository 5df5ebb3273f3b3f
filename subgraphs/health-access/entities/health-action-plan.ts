import { randomUUID } from "node:crypto";
import { Entity, OneToOne, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Field, ID, Int, ObjectType } from "type-graphql";
import type { PersonalRow } from "../../protection.ts";
import { HealthSupport } from "./health-support.ts";
import { HealthPlanFull, OpaqueIdentifier } from "./protected-as.ts";

/** One a support; what it holds is in its versions. */
@HealthPlanFull
@ObjectType({ description: "The health action plan of a person: her goals and the steps towards them." })
@Entity({ tableName: "health_action_plan" })
export class HealthActionPlan implements PersonalRow {
  @OpaqueIdentifier
  @Field(() => ID, { description: "Opaque identifier of the plan." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @OneToOne(() => HealthSupport, {
    mapToPk: true,
    createForeignKeyConstraint: true,

    fieldName: "support_id",
    owner: true,
  })
  supportId!: string;

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @HealthPlanFull
  @Field(() => Int, { nullable: true, description: "Number of the version in force, from 1." })
  @Property({ type: "integer" })
  currentVersion!: number;
}
