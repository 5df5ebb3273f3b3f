import { randomUUID } from "node:crypto";
import { Entity, ManyToOne, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { DateScalar } from "../../../kit/scalars.ts";
import { Sector } from "./sector.ts";

/** Counts alone: nothing here leads back to whoever answered. */
@Public("It counts answers given without a name.")
@ObjectType({ description: "Answers to the questionnaire handed out at the end of a support, collected together." })
@Entity({ tableName: "satisfaction_collection" })
@Unique({ properties: ["sectorId", "collectedOn"] })
export class SatisfactionCollection {
  @Field(() => ID, { description: "Opaque identifier of the collection." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @ManyToOne(() => Sector, { mapToPk: true, createForeignKeyConstraint: true, fieldName: "sector_id" })
  sectorId!: string;

  @Field(() => DateScalar, { description: "The day the answers were collected, whenever each was given." })
  @Property({ type: "date" })
  collectedOn!: string;

  @Field(() => Int, { description: "How many were very satisfied." })
  @Property({ type: "smallint" })
  verySatisfied!: number;

  @Field(() => Int, { description: "How many were satisfied." })
  @Property({ type: "smallint" })
  satisfied!: number;

  @Field(() => Int, { description: "How many were dissatisfied." })
  @Property({ type: "smallint" })
  dissatisfied!: number;

  @Field(() => Int, { description: "How many were very dissatisfied." })
  @Property({ type: "smallint" })
  veryDissatisfied!: number;
}
