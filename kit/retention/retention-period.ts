import { Directive, Field, Int, ObjectType } from "type-graphql";
import { Public } from "../public.ts";

/** For how long an organisation keeps one kind of record, with the bounds it may choose within. */
@Public("It is a rule of the viewer's own organisation, about nobody.")
@Directive("@shareable")
@ObjectType({ description: "For how long your organisation keeps one kind of record once it is over." })
export class RetentionPeriod {
  @Field(() => String, { description: "Which kind of record, in the words of its source." })
  kind!: string;

  @Field(() => String, { description: "Which records those are, and from when on the days count." })
  description!: string;

  @Field(() => Int, { description: "For how many days they are kept." })
  days!: number;

  @Field(() => Int, { description: "The fewest days that may be set." })
  leastDays!: number;

  @Field(() => String, { description: "Why no fewer days may be set." })
  leastBecause!: string;

  @Field(() => Int, { description: "The most days that may be set, which hold where nothing was." })
  mostDays!: number;
}
