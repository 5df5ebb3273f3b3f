import { randomUUID } from "node:crypto";
import { Entity, ManyToOne, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { DateScalar } from "../../../kit/scalars.ts";
import { Sector } from "./sector.ts";

@Public("A meeting of professionals is about no one person.")
@ObjectType({ description: "A meeting of an association's professionals with the partners of a sector." })
@Entity({ tableName: "network_meeting" })
@Unique({ properties: ["sectorId", "heldOn"] })
export class NetworkMeeting {
  @Field(() => ID, { description: "Opaque identifier of the meeting." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @ManyToOne(() => Sector, { mapToPk: true, createForeignKeyConstraint: true, fieldName: "sector_id" })
  sectorId!: string;

  @Field(() => DateScalar, { description: "The day it was held." })
  @Property({ type: "date" })
  heldOn!: string;

  @Field(() => Int, { description: "Minutes it took each of the association's professionals, on the way included." })
  @Property({ type: "smallint" })
  minutesPerAttendant!: number;

  /** Identifiers of professionals, in the registry's words. */
  @Property({ type: "uuid[]" })
  attendants!: string[];
}
