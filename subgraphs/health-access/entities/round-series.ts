import { ArrayType } from "@mikro-orm/core";
import { Check, Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { DateScalar } from "../../../kit/scalars.ts";
import type { Recurrence } from "../policies/recurrence.ts";

/** How its rounds were planned at once; each of them is moved and cancelled by itself from then on. */
@Public("A series of rounds is about a team and its places, and about no person.")
@ObjectType({
  description: "Rounds of a mobile unit that were planned at once, every so many weeks on the same weekday.",
})
@Entity({ tableName: "round_series" })
@Check({ name: "round_series_recurs", expression: "every_weeks > 0" })
@Check({ name: "round_series_ends_after_it_starts", expression: "starts_on <= until" })
export class RoundSeries implements Recurrence {
  @Field(() => ID, { description: "Opaque identifier of the series." })
  @PrimaryKey({ type: "uuid" })
  id!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @Field(() => String, { description: "Name of the team or of its vehicle, as people know it." })
  @Property({ type: "text" })
  teamName!: string;

  @Field(() => DateScalar, { description: "The day of its first round, whose weekday all have." })
  @Property({ type: "date" })
  startsOn!: string;

  @Field(() => DateScalar, { description: "The last day on which there may be a round." })
  @Property({ type: "date" })
  until!: string;

  @Field(() => Int, { description: "Every how many weeks there is a round." })
  @Property({ type: "integer" })
  everyWeeks!: number;

  @Field(() => [DateScalar], { description: "Days on which there is none, such as public holidays." })
  @Property({ type: ArrayType, columnType: "date[]" })
  exceptDays!: string[];
}
