import { Embeddable, Property } from "@mikro-orm/decorators/legacy";
import { Field, Float, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";

/** Where a structure or an offer is; every part may be missing. Its commune is found by `communeCode`. */
@Public("Published directory data.")
@ObjectType({ description: "Where a structure or an offer is, as its producer gave it." })
@Embeddable()
export class Place {
  @Field(() => String, { nullable: true, description: "Number and street." })
  @Property({ type: "text", nullable: true })
  address?: string | null;

  @Field(() => String, { nullable: true, description: "Floor, building or anything else that helps to find it." })
  @Property({ type: "text", nullable: true })
  addressComplement?: string | null;

  @Field(() => String, { nullable: true, description: "Postal code." })
  @Property({ type: "text", nullable: true })
  postalCode?: string | null;

  @Field(() => String, { nullable: true, description: "Name of the commune in the words of the producer." })
  @Property({ type: "text", nullable: true })
  communeName?: string | null;

  /** INSEE code; not always one of a commune of today. */
  @Property({ type: "text", nullable: true })
  communeCode?: string | null;

  @Field(() => Float, { nullable: true, description: "Latitude in degrees (WGS 84)." })
  @Property({ type: "double", nullable: true })
  latitude?: number | null;

  @Field(() => Float, { nullable: true, description: "Longitude in degrees (WGS 84)." })
  @Property({ type: "double", nullable: true })
  longitude?: number | null;
}
