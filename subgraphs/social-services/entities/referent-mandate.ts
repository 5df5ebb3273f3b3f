import { randomUUID } from "node:crypto";
import { Check, Entity, Enum, Index, OneToOne, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import { Directive, Field, ID, ObjectType } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import type { PersonalRow } from "../../protection.ts";
import {
  type AgreementMedium,
  agreementMedia,
  type MandateEndReason,
  mandateEndReasons,
} from "../policies/file-words.ts";
import { AgreementMediumEnum, MandateEndReasonEnum } from "./enums.ts";
import { OpaqueIdentifier, SocialFollowUp } from "./rules.ts";

/** Held by the référent's organisation. At most one is active for a person, over all organisations. */
@SocialFollowUp()
@Directive('@key(fields: "id")')
@ObjectType({
  description: "The mandate of a référent de parcours, who coordinates all who accompany a person, with her agreement.",
})
@Entity({ tableName: "referent_mandate" })
@Unique({ name: "referent_mandate_one_active_per_person", properties: ["personId"], where: "ended_on is null" })
@Index({ properties: ["personId", "startedOn"] })
@Check({ name: "referent_mandate_end_has_a_reason", expression: "(ended_on is null) = (end_reason is null)" })
export class ReferentMandate implements PersonalRow {
  @OpaqueIdentifier()
  @Field(() => ID, { description: "Opaque identifier of the mandate." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  /** The hub's id of the professional; null while only the organisation is known. */
  @Property({ type: "uuid", nullable: true })
  referentId!: string | null;

  @SocialFollowUp()
  @Field(() => [String], {
    nullable: true,
    description:
      "INSEE codes of the départements or communes it covers, and SIREN numbers of intercommunalities; none for its organisation's whole territory.",
  })
  @Property({ type: "array", default: [] })
  areaCodes: string[] = [];

  @SocialFollowUp()
  @Field(() => DateScalar, { nullable: true, description: "Day on which the mandate began." })
  @Property({ type: "date" })
  startedOn!: string;

  @SocialFollowUp()
  @Field(() => DateScalar, { nullable: true, description: "Day on which it ended; absent while it is active." })
  @Property({ type: "date", nullable: true })
  endedOn!: string | null;

  @SocialFollowUp()
  @Field(() => MandateEndReasonEnum, { nullable: true, description: "Why it ended." })
  @Enum({ items: Object.keys(mandateEndReasons), nullable: true })
  endReason!: MandateEndReason | null;

  @SocialFollowUp()
  @Field(() => DateScalar, { nullable: true, description: "Day on which the person agreed to this référent." })
  @Property({ type: "date" })
  agreedOn!: string;

  @SocialFollowUp()
  @Field(() => AgreementMediumEnum, { nullable: true, description: "How she agreed." })
  @Enum({ items: Object.keys(agreementMedia) })
  agreementMedium!: AgreementMedium;

  /** The mandate this one took over from in the same act. */
  @OneToOne(() => ReferentMandate, { mapToPk: true, fieldName: "taken_over_from_id", nullable: true, owner: true })
  takenOverFromId!: string | null;
}
