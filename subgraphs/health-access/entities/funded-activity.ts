import { Field, Float, Int, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { DateScalar } from "../../../kit/scalars.ts";

const Figures = Public("Figures about many people, none of whom they tell of.");

@Figures
@ObjectType({
  description: "How satisfied people were with what is funded, told when no answer was given by fewer than five.",
})
class FundedSatisfaction {
  @Field(() => Int, { description: "How many were very satisfied." })
  verySatisfied!: number;

  @Field(() => Int, { description: "How many were satisfied." })
  satisfied!: number;

  @Field(() => Int, { description: "How many were dissatisfied." })
  dissatisfied!: number;

  @Field(() => Int, { description: "How many were very dissatisfied." })
  veryDissatisfied!: number;
}

/** As `policies/funded-activity.ts` makes it. */
@Figures
@ObjectType({
  description:
    "What an association did under a convention, for whoever funds it: a figure about fewer than five people is absent, and so is one from which it would follow.",
})
export class FundedActivity {
  @Field(() => DateScalar, { description: "The first day counted: that of the convention." })
  from!: string;

  @Field(() => DateScalar, { description: "The last day counted: that of a quarter, or of the convention." })
  to!: string;

  @Field(() => Int, { nullable: true, description: "Supports followed: those carried over and those opened." })
  followed!: number | null;

  @Field(() => Int, { nullable: true, description: "Supports opened before the period and not ended before it." })
  carriedOver!: number | null;

  @Field(() => Int, { nullable: true, description: "Supports opened in the period." })
  opened!: number | null;

  @Field(() => Int, { nullable: true, description: "Supports followed that ended in the period." })
  ended!: number | null;

  @Field(() => Int, { nullable: true, description: "Acts held in the period, of all kinds." })
  acts!: number | null;

  @Field(() => Float, { nullable: true, description: "Hours of these acts, the way included." })
  hours!: number | null;

  @Field(() => Int, { description: "Meetings with the partners of its sectors." })
  networkMeetings!: number;

  @Field(() => Int, { description: "Sessions of supervision of its professionals." })
  supervisionSessions!: number;

  @Field(() => FundedSatisfaction, { nullable: true, description: "How satisfied people were." })
  satisfaction!: FundedSatisfaction | null;
}
