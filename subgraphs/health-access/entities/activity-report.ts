import { Field, Float, Int, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { DateScalar } from "../../../kit/scalars.ts";
import type { SupportActKind, SupportOutcome } from "../policies/support-words.ts";
import { SupportActKindEnum, SupportOutcomeEnum } from "./enums.ts";
import { Sector } from "./sector.ts";

const Counts = Public("It counts an association's own records, for that association alone.");

@Counts
@ObjectType({ description: "A time spent." })
class Duration {
  @Field(() => Int, { description: "In whole minutes, as recorded." })
  minutes!: number;

  @Field(() => Float, { description: "The same in hours, to the hundredth." })
  hours!: number;
}

@Counts
@ObjectType({ description: "How many supports ended in one way." })
class ReportedOutcome {
  @Field(() => SupportOutcomeEnum, { description: "What became of them." })
  outcome!: SupportOutcome;

  @Field(() => Int, { description: "How many supports." })
  supports!: number;
}

@Counts
@ObjectType({ description: "The acts of one kind." })
class ReportedActs {
  @Field(() => SupportActKindEnum, { description: "The kind of act." })
  kind!: SupportActKind;

  @Field(() => Int, { description: "How many were held in the period." })
  count!: number;

  @Field(() => Duration, { description: "How long they took, without the way." })
  held!: Duration;

  @Field(() => Duration, { description: "How long professionals were on the way for them." })
  travel!: Duration;
}

@Counts
@ObjectType({ description: "The network meetings of one sector." })
class ReportedMeetings {
  @Field(() => Sector, { description: "The sector." })
  sector!: Sector;

  @Field(() => Int, { description: "How many meetings were held." })
  meetings!: number;

  @Field(() => Int, { description: "In how many calendar months at least one was held." })
  months!: number;

  @Field(() => Duration, { description: "The time of all the association's professionals who attended." })
  time!: Duration;
}

@Counts
@ObjectType({ description: "The supervision sessions of an association." })
class ReportedSupervision {
  @Field(() => Int, { description: "How many sessions were held." })
  sessions!: number;

  @Field(() => Int, { description: "In how many calendar months at least one was held." })
  months!: number;

  @Field(() => Int, { description: "How many professionals attended at least one." })
  professionals!: number;

  @Field(() => Duration, { description: "The time of all who attended." })
  time!: Duration;
}

@Counts
@ObjectType({ description: "The answers to the questionnaire handed out at the end of a support." })
class ReportedSatisfaction {
  @Field(() => Int, { description: "How many answers were collected." })
  answers!: number;

  @Field(() => Int, { description: "How many were very satisfied." })
  verySatisfied!: number;

  @Field(() => Int, { description: "How many were satisfied." })
  satisfied!: number;

  @Field(() => Int, { description: "How many were dissatisfied." })
  dissatisfied!: number;

  @Field(() => Int, { description: "How many were very dissatisfied." })
  veryDissatisfied!: number;
}

@Counts
@ObjectType({ description: "Where the time of an association's professionals went." })
class ReportedTime {
  @Field(() => Duration, { description: "Proposals, the way included." })
  proposals!: Duration;

  @Field(() => Duration, { description: "Every other act of a support, the way included." })
  followUp!: Duration;

  @Field(() => Duration, { description: "Network meetings." })
  network!: Duration;

  @Field(() => Duration, { description: "Supervision, which belongs to no sector." })
  supervision!: Duration;

  @Field(() => Duration, { description: "All of it." })
  total!: Duration;
}

/** As `policies/activity-lines.ts` makes it, with what was asked for. */
@Counts
@ObjectType({ description: "What an association did in a period, counted from what it recorded." })
export class ActivityReport {
  readonly organization!: string;

  @Field(() => DateScalar, { description: "The first day of the period." })
  from!: string;

  @Field(() => DateScalar, { description: "The last day of the period." })
  to!: string;

  @Field(() => Sector, { nullable: true, description: "The one sector it is about; absent when it is about all." })
  sector!: Sector | null;

  @Field(() => Int, { description: "Proposals made to people oriented by a social worker." })
  proposals!: number;

  @Field(() => Int, { description: "People oriented: those of the supports opened, each once." })
  oriented!: number;

  @Field(() => Int, { description: "Supports opened before the period and not ended before it." })
  carriedOver!: number;

  @Field(() => Int, { description: "Supports opened in the period." })
  opened!: number;

  @Field(() => Int, { description: "Supports followed: those carried over and those opened." })
  followed!: number;

  @Field(() => Int, { description: "Supports followed that ended in the period." })
  ended!: number;

  @Field(() => [ReportedOutcome], { description: "What became of those that ended, one line an outcome." })
  outcomes!: ReportedOutcome[];

  @Field(() => [ReportedActs], { description: "The acts held in the period, one line a kind." })
  acts!: ReportedActs[];

  @Field(() => [ReportedMeetings], { description: "The network meetings, one line a sector." })
  network!: ReportedMeetings[];

  @Field(() => ReportedSupervision, {
    description: "The supervision sessions; none in a report about one sector, as they belong to the whole team.",
  })
  supervision!: ReportedSupervision;

  @Field(() => ReportedSatisfaction, { description: "How satisfied people were." })
  satisfaction!: ReportedSatisfaction;

  @Field(() => ReportedTime, { description: "Where the time went." })
  time!: ReportedTime;
}
