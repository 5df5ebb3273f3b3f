import { Entity, Enum, ManyToOne, PrimaryKey, Property, Trigger, Unique } from "@mikro-orm/decorators/legacy";
import { Field, Float, Int, ObjectType } from "type-graphql";
import { DateScalar, DateTimeScalar } from "../../../kit/scalars.ts";
import { Protected } from "../../protected.ts";
import type { Day } from "../policies/calendar.ts";
import { type AmendmentReason, amendmentReasons, type VersionKind, versionKinds } from "../policies/version-kind.ts";
import { EmploymentContract } from "./employment-contract.ts";
import { AmendmentReasonEnum, ContractVersionKindEnum } from "./schema-enums.ts";

const Terms = Protected("CONTRACT_TERMS", "CARE_ACCESS_COORDINATION");

/** The terms agreed at one moment, whole. A row is written once: amendments and renewals add rows, the database refuses edits. */
@Terms
@ObjectType({ description: "The terms of a contract as agreed at one moment; never edited afterwards." })
@Entity({ tableName: "contract_version" })
@Unique({ properties: ["contractId", "number"] })
@Trigger({
  name: "contract_version_is_never_edited",
  timing: "before",
  events: ["update"],
  body: "raise exception 'A version of a contract is never edited: record a new one.'; return null;",
})
export class ContractVersion {
  @PrimaryKey({ type: "uuid" })
  id!: string;

  @ManyToOne(() => EmploymentContract, { mapToPk: true, fieldName: "contract_id" })
  contractId!: string;

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @Terms
  @Field(() => Int, { nullable: true, description: "Place in the history of the contract, from 1." })
  @Property({ type: "integer" })
  number!: number;

  @Terms
  @Field(() => ContractVersionKindEnum, { nullable: true, description: "How this version came about." })
  @Enum({ items: Object.keys(versionKinds) })
  kind!: VersionKind;

  @Terms
  @Field(() => AmendmentReasonEnum, { nullable: true, description: "Why the contract was amended." })
  @Enum({ items: Object.keys(amendmentReasons), nullable: true })
  reason: AmendmentReason | null = null;

  @Terms
  @Field(() => DateScalar, { nullable: true, description: "Day from which these terms apply." })
  @Property({ type: "date" })
  effectiveOn!: Day;

  @Terms
  @Field(() => DateScalar, { nullable: true, description: "Last day of the contract under these terms." })
  @Property({ type: "date" })
  endsOn!: Day;

  @Terms
  @Field(() => Float, { nullable: true, description: "Hours of activity a week." })
  @Property({ type: "double", nullable: true })
  weeklyHours: number | null = null;

  @Terms
  @Field(() => Boolean, { nullable: true, description: "Whether the hours were lowered on justified grounds." })
  @Property({ type: "boolean" })
  isHoursAdjusted!: boolean;

  @Terms
  @Field(() => [String], { nullable: true, description: "What the parties agreed to do, one act a line." })
  @Property({ type: "text[]" })
  commitments!: string[];

  /** The text written when the version was recorded; null for versions of before texts were kept. */
  @Property({ type: "text", nullable: true })
  text: string | null = null;

  /** SHA-256 of `text`; null where it is. Not called contentHash: no consent names a version. */
  @Property({ type: "text", nullable: true })
  textHash: string | null = null;

  @Terms
  @Field(() => DateTimeScalar, { nullable: true, description: "When this version was recorded." })
  @Property({ type: "datetime" })
  recordedAt!: Date;
}
