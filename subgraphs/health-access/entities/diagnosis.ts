import { randomUUID } from "node:crypto";
import { Entity, Enum, ManyToOne, PrimaryKey, Property, Trigger, Unique } from "@mikro-orm/decorators/legacy";
import { Field, ID, ObjectType } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import type { PersonalRow } from "../../protection.ts";
import { type Discipline, disciplines } from "../policies/agreement-period.ts";
import { DisciplineEnum } from "./enums.ts";
import { HealthSupport } from "./health-support.ts";
import { neverRewritten } from "./never-rewritten.ts";
import { HealthObservation, OpaqueIdentifier } from "./protected-as.ts";

/** Never edited: what is seen otherwise later is a later diagnosis. */
@HealthObservation
@ObjectType({ description: "What the association's professionals concluded together about the person's situation." })
@Entity({ tableName: "diagnosis" })
@Trigger(neverRewritten)
@Unique({ properties: ["supportId", "establishedOn"] })
export class Diagnosis implements PersonalRow {
  @OpaqueIdentifier
  @Field(() => ID, { description: "Opaque identifier of the diagnosis." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @ManyToOne(() => HealthSupport, { mapToPk: true, createForeignKeyConstraint: true, fieldName: "support_id" })
  supportId!: string;

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @HealthObservation
  @Field(() => String, { nullable: true, description: "The conclusions, in the professionals' own words." })
  @Property({ type: "text" })
  summary!: string;

  @HealthObservation
  @Field(() => DateScalar, { nullable: true, description: "The day it was established." })
  @Property({ type: "date" })
  establishedOn!: string;

  @HealthObservation
  @Field(() => [DisciplineEnum], {
    nullable: true,
    description: "Who concluded it together; empty when nobody said so.",
  })
  @Enum({ items: Object.keys(disciplines), array: true, default: [] })
  disciplines: Discipline[] = [];
}
