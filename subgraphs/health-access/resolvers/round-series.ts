import {
  ArrayMaxSize,
  ArrayMinSize,
  IsOptional,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from "class-validator";
import { Arg, Ctx, Field, FieldResolver, ID, InputType, Int, Mutation, ObjectType, Resolver, Root } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import { UserError } from "../../../kit/user-error.ts";
import { NoSocialSecurityNumber } from "../../social-security-number.ts";
import type { HealthAccessContext } from "../context.ts";
import { MobileRound } from "../entities/mobile-round.ts";
import { OutreachServiceEnum, StopCancelReasonEnum, StopFeeEnum } from "../entities/outreach-enums.ts";
import { OwnAct } from "../entities/protected-as.ts";
import { RoundSeries } from "../entities/round-series.ts";
import type { OutreachServiceCode, StopCancelReason, StopFee } from "../policies/outreach-words.ts";
import { type CancelRecurringRounds, cancelRecurringRounds } from "../services/cancel-recurring-rounds.ts";
import {
  type PlanRecurringRounds,
  planRecurringRounds,
  type RecurringStop,
} from "../services/plan-recurring-rounds.ts";
import { change } from "./change.ts";
import { INSEE_CODE } from "./stop-plan-input.ts";

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

@InputType({ description: "A stop that each round of a series makes; all of it is published." })
class RecurringStopInput implements RecurringStop {
  @Length(1, 200)
  @NoSocialSecurityNumber()
  @Field(() => String, { description: "Name of the place, as people know it." })
  placeName!: string;

  @IsOptional()
  @Length(1, 200)
  @NoSocialSecurityNumber()
  @Field(() => String, { nullable: true, description: "Number and street, when it has one." })
  address?: string | null;

  @Matches(INSEE_CODE)
  @Field(() => String, { description: "INSEE code of the commune, for example 62193; it is not the postal code." })
  communeCode!: string;

  @Matches(TIME)
  @Field(() => String, { description: "When the team is there from, as clocks show it in Paris: HH:MM." })
  startTime!: string;

  @Matches(TIME)
  @Field(() => String, { description: "When the team leaves, as clocks show it in Paris: HH:MM." })
  endTime!: string;

  @ArrayMaxSize(10)
  @Field(() => [OutreachServiceEnum], { description: "What is offered there, one service at least." })
  services!: OutreachServiceCode[];

  @Field(() => Boolean, { description: "Whether the team is received in a partner's premises." })
  isAtPartnerPremises!: boolean;

  @Field(() => StopFeeEnum, {
    nullable: true,
    description: "Whether it costs something; the directory is told only what is said here.",
  })
  fee?: StopFee | null;
}

@InputType({ description: "Rounds to plan at once for a mobile unit of your organisation: 53 at most." })
class PlanRecurringRoundsInput implements PlanRecurringRounds {
  @IsUUID()
  @Field(() => ID, { description: "A UUID you choose for this series: sending it again plans nothing twice." })
  requestKey!: string;

  @Length(1, 100)
  @NoSocialSecurityNumber()
  @Field(() => String, { description: "Name of the team or of its vehicle, as people know it." })
  teamName!: string;

  @Field(() => DateScalar, {
    description: "The day of the first round, today at the earliest; all are on its weekday.",
  })
  startsOn!: string;

  @Field(() => DateScalar, { description: "The last day on which there may be a round." })
  until!: string;

  @Min(1)
  @Max(52)
  @Field(() => Int, { defaultValue: 1, description: "Every how many weeks there is a round." })
  everyWeeks!: number;

  @ArrayMaxSize(53)
  @Field(() => [DateScalar], { defaultValue: [], description: "Days on which there is none, such as public holidays." })
  exceptDays!: string[];

  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Field(() => [RecurringStopInput], { description: "Where each round stops." })
  stops!: RecurringStopInput[];
}

@InputType({ description: "Rounds of a series that do not take place." })
class CancelRecurringRoundsInput implements CancelRecurringRounds {
  @Field(() => ID, { description: "The series." })
  roundSeries!: string;

  @Field(() => DateScalar, { description: "The first day from which they do not take place." })
  from!: string;

  @Field(() => StopCancelReasonEnum, { description: "Why they do not take place." })
  reason!: StopCancelReason;
}

/** Declares the payload of one act on a series. */
function declarePayload(name: string) {
  @OwnAct
  @ObjectType(name, { description: "What the act changed, or why it changed nothing." })
  class Payload {
    @Field(() => RoundSeries, { nullable: true, description: "The series as it is now." })
    roundSeries?: RoundSeries;

    @Field(() => [UserError], { description: "Why nothing was changed; empty when the act was done." })
    userErrors!: UserError[];
  }
  return Payload;
}

const PlanRecurringRoundsPayload = declarePayload("PlanRecurringRoundsPayload");
const CancelRecurringRoundsPayload = declarePayload("CancelRecurringRoundsPayload");

@Resolver(() => RoundSeries)
export class RoundSeriesResolver {
  @FieldResolver(() => [MobileRound], { description: "Its rounds, soonest first." })
  rounds(@Root() { id }: RoundSeries, @Ctx() { rounds }: HealthAccessContext) {
    return rounds.roundsOfSeries.load(id);
  }

  @Mutation(() => PlanRecurringRoundsPayload, {
    nullable: true,
    description:
      "Plans the rounds of a mobile unit on the same weekday every so many weeks, with their stops, all or none.",
  })
  planRecurringRounds(
    @Arg("input", () => PlanRecurringRoundsInput, { description: "The series." }) input: PlanRecurringRoundsInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => planRecurringRounds(context, input));
  }

  @Mutation(() => CancelRecurringRoundsPayload, {
    nullable: true,
    description: "Cancels the stops of a series of rounds from a day on; the directory no longer finds them.",
  })
  cancelRecurringRounds(
    @Arg("input", () => CancelRecurringRoundsInput, { description: "The series, from when and why." })
    input: CancelRecurringRoundsInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => cancelRecurringRounds(context, input));
  }
}
