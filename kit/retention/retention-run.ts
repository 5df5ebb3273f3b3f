import { randomUUID } from "node:crypto";
import { Entity, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import { Directive, Field, ID, Int, ObjectType } from "type-graphql";
import { Public } from "../public.ts";
import { DateScalar } from "../scalars.ts";

/** What one day's work did to one kind of record of one organisation: counts, and nobody's name. */
@Public("Counts of the viewer's own organisation, which name nobody.")
@Directive("@shareable")
@ObjectType({ description: "What became of one kind of record on one day, when those past their time were erased." })
@Entity({ tableName: "retention_run" })
@Unique({ properties: ["organizationId", "ranOn", "kind"] })
export class RetentionRun {
  @Field(() => ID, { description: "Opaque identifier of the line." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @Property({ type: "uuid" })
  organizationId!: string;

  @Field(() => String, { description: "Which kind of record, in the words of its source." })
  @Property({ type: "text" })
  kind!: string;

  @Field(() => DateScalar, { description: "The day." })
  @Property({ type: "date" })
  ranOn!: string;

  @Field(() => Int, { description: "How many records were erased that day, for good." })
  @Property({ type: "integer" })
  erased!: number;

  @Field(() => Int, { nullable: true, description: "How many stay because what they belong to still goes on." })
  @Property({ type: "integer", nullable: true })
  keptUnderWay!: number | null;

  @Field(() => Int, { nullable: true, description: "How many are over and stay because their time is not." })
  @Property({ type: "integer", nullable: true })
  keptInTime!: number | null;

  @Field(() => Date, {
    nullable: true,
    description: "When all that was past its time had been looked through; absent while some of it waits.",
  })
  @Property({ type: "datetime", nullable: true })
  finishedAt!: Date | null;
}
