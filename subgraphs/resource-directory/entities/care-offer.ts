import { ArrayType } from "@mikro-orm/core";
import { Embedded, Entity, Index, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Directive, Field, Float, ID, Int, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { DateScalar, DateTimeScalar } from "../../../kit/scalars.ts";
import type { Volet } from "../../volets.ts";
import { Capacity } from "./capacity.ts";
import { CareCategory } from "./care-category.ts";
import { Place } from "./place.ts";
import { Audience, Fee, MobilisationMode, MobilisingParty, OfferKind, ReceptionMode, Theme } from "./vocabulary.ts";

/** A data·inclusion service. Its structure is found by `structureId`. */
@Public("Published directory data.")
@Directive('@key(fields: "id")')
@ObjectType({ description: "Something a structure offers to people: care, support, an activity." })
@Entity({ tableName: "care_offer" })
@Index({ name: "care_offer_source", properties: ["source"] })
@Index({ name: "care_offer_structure", properties: ["structureId"] })
export class CareOffer {
  @Field(() => ID, { description: "National identifier: the source, two dashes, the identifier at the source." })
  @PrimaryKey({ type: "text" })
  id!: string;

  @Field(() => String, { description: "Who published the entry, for example dora." })
  @Property({ type: "text" })
  source!: string;

  @Property({ type: "text" })
  structureId!: string;

  @Field(() => String, { description: "Name." })
  @Property({ type: "text" })
  name!: string;

  @Field(() => DateScalar, {
    nullable: true,
    description: "Day its producer last changed the entry; absent when the source does not publish it.",
  })
  @Property({ type: "date", nullable: true })
  updatedOn?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "What is offered; absent when the source does not publish it.",
  })
  @Property({ type: "text", nullable: true })
  description?: string | null;

  @Field(() => String, { nullable: true, description: "Link to the entry at its source." })
  @Property({ type: "text", nullable: true })
  sourceUrl?: string | null;

  @Field(() => OfferKind, { nullable: true, description: "What kind of service it is." })
  @Property({ type: "text", nullable: true })
  kind?: string | null;

  @Field(() => CareCategory, { description: "Care family the offer belongs to." })
  @Property({ type: "text" })
  careCategory!: CareCategory;

  @Field(() => [Theme], { nullable: true, description: "What the offer is about." })
  @Property({ type: ArrayType, columnType: "text[]", nullable: true })
  themes?: string[] | null;

  @Field(() => Fee, { nullable: true, description: "Whether it costs something; absent when unknown." })
  @Property({ type: "text", nullable: true })
  fee?: string | null;

  @Field(() => String, { nullable: true, description: "What it costs, in words." })
  @Property({ type: "text", nullable: true })
  feeDetails?: string | null;

  @Field(() => [Audience], { nullable: true, description: "Whom the offer is for; absent when unknown." })
  @Property({ type: ArrayType, columnType: "text[]", nullable: true })
  audiences?: string[] | null;

  @Field(() => String, { nullable: true, description: "Whom the offer is for, in words." })
  @Property({ type: "text", nullable: true })
  audienceDetails?: string | null;

  @Field(() => String, { nullable: true, description: "Conditions and papers asked for." })
  @Property({ type: "text", nullable: true })
  accessConditions?: string | null;

  @Field(() => Place, { description: "Where the offer is given, which may differ from its structure's place." })
  @Embedded(() => Place, { prefix: false })
  place!: Place;

  @Field(() => String, { nullable: true, description: "Telephone number." })
  @Property({ type: "text", nullable: true })
  phone?: string | null;

  @Field(() => String, { nullable: true, description: "Email address." })
  @Property({ type: "text", nullable: true })
  email?: string | null;

  @Field(() => String, { nullable: true, description: "Name of the person to contact, as published." })
  @Property({ type: "text", nullable: true })
  contactName?: string | null;

  @Field(() => [ReceptionMode], { nullable: true, description: "Whether people are received on site or remotely." })
  @Property({ type: ArrayType, columnType: "text[]", nullable: true })
  receptionModes?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: "Codes of the communes, départements or groups whose inhabitants may use it; absent means everyone.",
  })
  @Property({ type: ArrayType, columnType: "text[]", nullable: true })
  eligibilityZone?: string[] | null;

  @Field(() => [MobilisationMode], { nullable: true, description: "How to reach the offer." })
  @Property({ type: ArrayType, columnType: "text[]", nullable: true })
  mobilisationModes?: string[] | null;

  @Field(() => [MobilisingParty], { nullable: true, description: "Who may call on the offer." })
  @Property({ type: ArrayType, columnType: "text[]", nullable: true })
  mobilisableBy?: string[] | null;

  @Field(() => String, { nullable: true, description: "Link through which to ask for the offer." })
  @Property({ type: "text", nullable: true })
  mobilisationUrl?: string | null;

  @Field(() => String, { nullable: true, description: "How to reach the offer, in words." })
  @Property({ type: "text", nullable: true })
  mobilisationDetails?: string | null;

  @Field(() => Float, { nullable: true, description: "Hours per week it takes a person." })
  @Property({ type: "double", nullable: true })
  weeklyHours?: number | null;

  @Field(() => Int, { nullable: true, description: "Number of weeks it takes a person." })
  @Property({ type: "integer", nullable: true })
  weeks?: number | null;

  @Field(() => String, {
    nullable: true,
    description: "Opening hours in the OpenStreetMap notation; absent means those of the structure.",
  })
  @Property({ type: "text", nullable: true })
  openingHours?: string | null;

  @Field(() => Capacity, { nullable: true, description: "Whether somebody can be taken now; absent when unknown." })
  @Property({ type: "text", nullable: true })
  capacity?: Capacity | null;

  @Field(() => String, { nullable: true, description: "What to know about places and waiting, in words." })
  @Property({ type: "text", nullable: true })
  capacityDetails?: string | null;

  @Field(() => DateScalar, { nullable: true, description: "Day on which the capacity was last confirmed." })
  @Property({ type: "date", nullable: true })
  capacityConfirmedOn?: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When it begins, for what is offered on one day only, such as a stop of a mobile unit.",
  })
  @Property({ type: "datetime", nullable: true })
  startsAt?: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "When it ends, for what is offered on one day only; from then on no search finds it.",
  })
  @Property({ type: "datetime", nullable: true })
  endsAt?: Date | null;

  /** The organisation of the hub that published it; absent for imported offers. */
  @Property({ type: "uuid", nullable: true })
  organizationId?: string | null;

  /** Of two events about the offer, the one with the higher number holds. */
  @Property({ type: "integer", nullable: true })
  sourceVersion?: number | null;

  /** Absent where the producer states none: then they follow from the themes, as far as those are certain. */
  @Property({ type: ArrayType, columnType: "text[]", nullable: true })
  statedVolets?: Volet[] | null;

  @Field(() => Boolean, {
    description: "Whether the offer was withdrawn at its source: it can still be read, but no search finds it.",
  })
  @Property({ type: "boolean" })
  isWithdrawn!: boolean;

  @Field(() => Boolean, {
    description: "Whether the entry lacks what the national schema requires, because its source does not publish it.",
  })
  @Property({ type: "boolean" })
  isIncomplete!: boolean;

  /** The quality score without its criterion of freshness, which changes from day to day: hundredths, and their number. */
  @Property({ type: "integer" })
  lastingScore!: number;

  @Property({ type: "integer" })
  lastingCriteria!: number;

  /** Name of the structure, and labels of themes and networks: what a search looks through besides name and description. */
  @Property({ type: "text", nullable: true })
  structureName?: string | null;

  @Property({ type: "text" })
  labels!: string;

  /** Tells an unchanged row from a changed one when it is imported again. */
  @Property({ type: "text" })
  contentHash!: string;
}
