import { randomUUID } from "node:crypto";
import { Entity, Enum, ManyToOne, PrimaryKey, Property, Trigger, Unique } from "@mikro-orm/decorators/legacy";
import { Field, ID, ObjectType } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import type { PersonalRow } from "../../protection.ts";
import { type RuptureAction, type RuptureKind, ruptureActions, ruptureKinds } from "../policies/rupture-words.ts";
import { HealthSupport } from "./health-support.ts";
import { neverRewritten } from "./never-rewritten.ts";
import { CareNavigation, OpaqueIdentifier } from "./protected-as.ts";
import { RuptureActionEnum, RuptureKindEnum } from "./rupture-enums.ts";

/** Silences an alert until its day, for the facts it was given for and no later ones. */
@CareNavigation
@ObjectType({ description: "What an association decided to do next about a support that risks breaking." })
@Entity({ tableName: "rupture_acknowledgement" })
@Trigger(neverRewritten)
@Unique({
  name: "rupture_acknowledgement_once",
  properties: ["supportId", "kind", "latestFactAt", "nextAction", "actBeforeOn"],
})
export class RuptureAcknowledgement implements PersonalRow {
  @OpaqueIdentifier
  @Field(() => ID, { description: "Opaque identifier of the decision." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @ManyToOne(() => HealthSupport, { mapToPk: true, createForeignKeyConstraint: true, fieldName: "support_id" })
  supportId!: string;

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  /** The professional's stable identity: kept for the record, shown to nobody. */
  @Property({ type: "text" })
  authorSubject!: string;

  @CareNavigation
  @Field(() => RuptureKindEnum, { nullable: true, description: "Which alert it is about." })
  @Enum({ items: Object.keys(ruptureKinds) })
  kind!: RuptureKind;

  /** The latest fact that was known when it was decided; it comes from an appointment or the plan, so it is not shown here. */
  @Property({ type: "datetime", length: 3 })
  latestFactAt!: Date;

  @CareNavigation
  @Field(() => RuptureActionEnum, { nullable: true, description: "What is done next." })
  @Enum({ items: Object.keys(ruptureActions) })
  nextAction!: RuptureAction;

  @CareNavigation
  @Field(() => DateScalar, { nullable: true, description: "The last day to do it, until which the alert is silent." })
  @Property({ type: "date" })
  actBeforeOn!: string;

  @CareNavigation
  @Field(() => Date, { nullable: true, description: "When it was decided." })
  @Property({ type: "datetime", length: 3 })
  acknowledgedAt!: Date;
}
