import { randomUUID } from "node:crypto";
import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Field, ID, ObjectType } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import type { PersonalRow } from "../../protection.ts";
import { type AgreementMedium, agreementMedia } from "../policies/file-words.ts";
import { AgreementMediumEnum } from "./enums.ts";
import { ReferentMandate } from "./referent-mandate.ts";
import { OpaqueIdentifier, SocialFollowUp } from "./rules.ts";

/** Held by the organisation whose référent called it, under her mandate and with the person's agreement; never changed. */
@SocialFollowUp()
@ObjectType({ description: "A meeting of those who accompany a person, called by her référent with her agreement." })
@Entity({ tableName: "coordination_meeting" })
@Index({ properties: ["personId", "heldOn"] })
export class CoordinationMeeting implements PersonalRow {
  @OpaqueIdentifier()
  @Field(() => ID, { description: "Opaque identifier of the meeting." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @ManyToOne(() => ReferentMandate, { mapToPk: true, fieldName: "mandate_id" })
  mandateId!: string;

  @SocialFollowUp()
  @Field(() => DateScalar, { nullable: true, description: "Day on which it was held." })
  @Property({ type: "date" })
  heldOn!: string;

  @SocialFollowUp()
  @Field(() => DateScalar, { nullable: true, description: "Day on which the person agreed that it is held." })
  @Property({ type: "date" })
  agreedOn!: string;

  @SocialFollowUp()
  @Field(() => AgreementMediumEnum, { nullable: true, description: "How she agreed." })
  @Enum({ items: Object.keys(agreementMedia) })
  agreementMedium!: AgreementMedium;

  /** Organisations that took part, besides the one that called it. */
  @Property({ type: "array" })
  participantIds!: string[];

  @SocialFollowUp()
  @Field(() => [String], { nullable: true, description: "What was decided, in the order it was." })
  @Property({ type: "array" })
  decisions!: string[];
}
