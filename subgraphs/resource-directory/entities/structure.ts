import { ArrayType } from "@mikro-orm/core";
import { Embedded, Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Directive, Field, ID, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { DateScalar } from "../../../kit/scalars.ts";
import { Place } from "./place.ts";
import { Network } from "./vocabulary.ts";

/** A data·inclusion structure. */
@Public("Published directory data.")
@Directive('@key(fields: "id")')
@ObjectType({ description: "An organisation that offers services: an association, a public service, a practice." })
@Entity({ tableName: "structure" })
export class Structure {
  @Field(() => ID, { description: "National identifier: the source, two dashes, the identifier at the source." })
  @PrimaryKey({ type: "text" })
  id!: string;

  @Field(() => String, { description: "Who published the entry, for example dora." })
  @Property({ type: "text" })
  source!: string;

  @Field(() => String, {
    nullable: true,
    description: "Name; absent for a structure known only through its offers.",
  })
  @Property({ type: "text", nullable: true })
  name?: string | null;

  @Field(() => DateScalar, { nullable: true, description: "Day its producer last changed the entry." })
  @Property({ type: "date", nullable: true })
  updatedOn?: string | null;

  @Field(() => String, { nullable: true, description: "What the structure does." })
  @Property({ type: "text", nullable: true })
  description?: string | null;

  @Field(() => String, { nullable: true, description: "Link to the entry at its source." })
  @Property({ type: "text", nullable: true })
  sourceUrl?: string | null;

  @Field(() => String, { nullable: true, description: "SIRET number of the establishment." })
  @Property({ type: "text", nullable: true })
  siret?: string | null;

  @Field(() => Place, { description: "Where the structure is." })
  @Embedded(() => Place, { prefix: false })
  place!: Place;

  @Field(() => String, { nullable: true, description: "Telephone number." })
  @Property({ type: "text", nullable: true })
  phone?: string | null;

  @Field(() => String, { nullable: true, description: "Email address." })
  @Property({ type: "text", nullable: true })
  email?: string | null;

  @Field(() => String, { nullable: true, description: "Web site." })
  @Property({ type: "text", nullable: true })
  website?: string | null;

  @Field(() => String, { nullable: true, description: "Opening hours in the OpenStreetMap notation." })
  @Property({ type: "text", nullable: true })
  openingHours?: string | null;

  @Field(() => String, { nullable: true, description: "Link to what is known of the place's accessibility." })
  @Property({ type: "text", nullable: true })
  accessibilityUrl?: string | null;

  @Field(() => [Network], { nullable: true, description: "Networks the structure belongs to." })
  @Property({ type: ArrayType, columnType: "text[]", nullable: true })
  networks?: string[] | null;

  @Field(() => Boolean, {
    description: "Whether the entry lacks what the national schema requires, because its source does not publish it.",
  })
  @Property({ type: "boolean" })
  isIncomplete!: boolean;

  /** Tells an unchanged row from a changed one when it is imported again. */
  @Property({ type: "text" })
  contentHash!: string;
}
