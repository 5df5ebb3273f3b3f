import { randomUUID } from "node:crypto";
import { Entity, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import { Field, ID, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";

/** Named once: what was reported under a code stays under it. */
@Public("A part of a territory is about nobody.")
@ObjectType({ description: "A part of the territory of an association, as the association names it." })
@Entity({ tableName: "sector" })
@Unique({ properties: ["organizationId", "code"] })
export class Sector {
  @Field(() => ID, { description: "Opaque identifier of the sector." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @Property({ type: "uuid" })
  organizationId!: string;

  @Field(() => String, { description: "Its short code in the association, for example NORD." })
  @Property({ type: "text" })
  code!: string;

  @Field(() => String, { description: "Its name in French." })
  @Property({ type: "text" })
  label!: string;
}
