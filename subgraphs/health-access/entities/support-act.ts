import { randomUUID } from "node:crypto";
import { Check, Entity, Enum, Index, ManyToOne, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import type { PersonalRow } from "../../protection.ts";
import { type RightsKind, rightsKinds } from "../../rights-kinds.ts";
import { type SupportActKind, supportActKinds } from "../policies/support-words.ts";
import { RightsKindEnum, SupportActKindEnum } from "./enums.ts";
import { HealthSupport } from "./health-support.ts";
import { CareNavigation, OpaqueIdentifier, SocialFollowUp } from "./protected-as.ts";

@CareNavigation
@ObjectType({ description: "Something a professional did with or for the person within a health support." })
@Entity({ tableName: "support_act" })
@Index({ properties: ["organizationId", "heldOn"] })
@Unique({ name: "support_act_once", properties: ["supportId", "authorSubject", "kind", "heldOn", "rankOfDay"] })
@Check({ name: "support_act_opens_a_right", expression: "opened_right is null or kind = 'RIGHTS_OPENING'" })
export class SupportAct implements PersonalRow {
  @OpaqueIdentifier
  @Field(() => ID, { description: "Opaque identifier of the act." })
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
  @Field(() => SupportActKindEnum, { nullable: true, description: "What kind of act it was." })
  @Enum({ items: Object.keys(supportActKinds) })
  kind!: SupportActKind;

  @CareNavigation
  @Field(() => Int, { nullable: true, description: "How long it took, in minutes." })
  @Property({ type: "smallint" })
  minutes!: number;

  @CareNavigation
  @Field(() => Int, { nullable: true, description: "How long the professional was on the way for it, in minutes." })
  @Property({ type: "smallint", default: 0 })
  travelMinutes!: number;

  @CareNavigation
  @Field(() => DateScalar, { nullable: true, description: "The day it was held." })
  @Property({ type: "date" })
  heldOn!: string;

  @CareNavigation
  @Field(() => Int, { nullable: true, description: "Which one it was of the same kind that day." })
  @Property({ type: "smallint" })
  rankOfDay!: number;

  /** Which right it is tells of her situation, so it follows the rule of her social file. */
  @SocialFollowUp
  @Field(() => RightsKindEnum, {
    nullable: true,
    description: "The right that was opened or renewed by it, where one was.",
  })
  @Enum({ items: Object.keys(rightsKinds), nullable: true })
  openedRight: RightsKind | null = null;
}
