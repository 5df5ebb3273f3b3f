import { ArrayType } from "@mikro-orm/core";
import { Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Field, Float, ID, Int, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";

/** A commune of 2026. The département and the intercommunality are found by their codes. */
@Public("Published directory data.")
@ObjectType({ description: "A French commune." })
@Entity({ tableName: "commune" })
export class Commune {
  @Field(() => ID, { description: "INSEE code, for example 25056 for Besançon; it is not the postal code." })
  @PrimaryKey({ type: "text" })
  code!: string;

  @Field(() => String, { description: "Name." })
  @Property({ type: "text" })
  name!: string;

  /** Name in lower case, without accents, articles' hyphens or apostrophes: what a person types. */
  @Property({ type: "text" })
  searchName!: string;

  @Property({ type: "text" })
  departmentCode!: string;

  @Property({ type: "text", nullable: true })
  intercommunalityCode?: string | null;

  @Field(() => [String], { description: "Postal codes used in the commune." })
  @Property({ type: ArrayType, columnType: "text[]" })
  postalCodes!: string[];

  @Field(() => Int, { nullable: true, description: "Number of inhabitants." })
  @Property({ type: "integer", nullable: true })
  population?: number | null;

  @Field(() => Float, { nullable: true, description: "Latitude of its centre in degrees (WGS 84)." })
  @Property({ type: "double", nullable: true })
  latitude?: number | null;

  @Field(() => Float, { nullable: true, description: "Longitude of its centre in degrees (WGS 84)." })
  @Property({ type: "double", nullable: true })
  longitude?: number | null;
}
