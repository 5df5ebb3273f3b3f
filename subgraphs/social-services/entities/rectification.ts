import { Entity, Enum, Index, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Field, ID, ObjectType } from "type-graphql";
import type { RectificationRow } from "../../../kit/rectification/rectification-row.ts";
import { RectificationState, rectificationStates } from "../../../kit/rectification/rectification-state.ts";
import type { PersonalRow } from "../../protection.ts";
import { DisabilityRights, OpaqueIdentifier } from "./rules.ts";

/** The strictest rule there is here: her words may tell of a disability. */
export const RectificationRule = DisabilityRights();

@RectificationRule
@ObjectType({ description: "A person's request that a record about her be corrected, and what became of it." })
@Entity({ tableName: "rectification" })
@Index({ properties: ["organizationId", "requestedAt", "id"] })
export class SocialServicesRectification implements PersonalRow, RectificationRow {
  @OpaqueIdentifier()
  @Field(() => ID, { description: "Opaque identifier of the request." })
  @PrimaryKey({ type: "uuid" })
  id!: string;

  @Index()
  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @RectificationRule
  @Field(() => String, { nullable: true, description: "Which kind of record it concerns, in the words of its source." })
  @Property({ type: "text" })
  kind!: string;

  @RectificationRule
  @Field(() => ID, { nullable: true, description: "Identifier of the record it concerns." })
  @Property({ type: "uuid" })
  recordId!: string;

  @RectificationRule
  @Field(() => String, { nullable: true, description: "What is wrong, in the person's own words." })
  @Property({ type: "text" })
  statement!: string;

  @RectificationRule
  @Field(() => Date, { nullable: true, description: "When she asked." })
  @Property({ type: "datetime" })
  requestedAt!: Date;

  @RectificationRule
  @Field(() => RectificationState, { nullable: true, description: "What became of it." })
  @Enum({ items: Object.keys(rectificationStates) })
  state!: RectificationState;

  @RectificationRule
  @Field(() => String, { nullable: true, description: "Why it was refused, in the words of who answered." })
  @Property({ type: "text", nullable: true })
  reason: string | null = null;

  @RectificationRule
  @Field(() => Date, { nullable: true, description: "When it was answered." })
  @Property({ type: "datetime", nullable: true })
  answeredAt: Date | null = null;

  /** The account of who answered: for whoever has to answer for it, shown to nobody. */
  @Property({ type: "text", nullable: true })
  answeredBy: string | null = null;
}
