import { randomUUID } from "node:crypto";
import { Entity, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { DateScalar } from "../../../kit/scalars.ts";

@Public("A session among professionals is about no one person.")
@ObjectType({ description: "A session in which an association's professionals look at their own practice." })
@Entity({ tableName: "supervision_session" })
@Unique({ properties: ["organizationId", "heldOn"] })
export class SupervisionSession {
  @Field(() => ID, { description: "Opaque identifier of the session." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @Property({ type: "uuid" })
  organizationId!: string;

  @Field(() => DateScalar, { description: "The day it was held." })
  @Property({ type: "date" })
  heldOn!: string;

  @Field(() => Int, { description: "Minutes it took each professional, on the way included." })
  @Property({ type: "smallint" })
  minutesPerAttendant!: number;

  /** Identifiers of professionals, in the registry's words. */
  @Property({ type: "uuid[]" })
  attendants!: string[];
}
