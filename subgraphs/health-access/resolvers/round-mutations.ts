import { Length, Min, ValidateNested } from "class-validator";
import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import { UserError } from "../../../kit/user-error.ts";
import { NoSocialSecurityNumber } from "../../social-security-number.ts";
import type { HealthAccessContext } from "../context.ts";
import { MobileRound } from "../entities/mobile-round.ts";
import { StopCancelReasonEnum } from "../entities/outreach-enums.ts";
import { OwnAct } from "../entities/protected-as.ts";
import { RoundStop } from "../entities/round-stop.ts";
import type { StopCancelReason } from "../policies/outreach-words.ts";
import { type AddStop, addStop } from "../services/add-stop.ts";
import { type CancelStop, cancelStop } from "../services/cancel-stop.ts";
import { type MoveStop, moveStop } from "../services/move-stop.ts";
import { type PlanRound, planRound } from "../services/plan-round.ts";
import { change } from "./change.ts";
import { StopPlanInput } from "./stop-plan-input.ts";

const REASONS = "Why nothing was changed; empty when it was.";

@InputType({ description: "A round to plan for a mobile unit of your organisation." })
class PlanRoundInput implements PlanRound {
  @Length(1, 100)
  @NoSocialSecurityNumber()
  @Field(() => String, { description: "Name of the team or of its vehicle, as people know it." })
  teamName!: string;

  @Field(() => DateScalar, { description: "The day of the round, today at the earliest." })
  heldOn!: string;
}

@InputType({ description: "A stop to add to a round." })
class AddStopInput implements AddStop {
  @Field(() => ID, { description: "The round." })
  round!: string;

  @ValidateNested()
  @Field(() => StopPlanInput, { description: "Where, when and for what the unit stops." })
  plan!: StopPlanInput;
}

@InputType({ description: "Another place, time or offer for a stop." })
class MoveStopInput implements MoveStop {
  @Field(() => ID, { description: "The stop." })
  stop!: string;

  @Min(1)
  @Field(() => Int, { description: "The version of the stop you read." })
  version!: number;

  @ValidateNested()
  @Field(() => StopPlanInput, { description: "The whole plan of the stop from now on." })
  plan!: StopPlanInput;
}

@InputType({ description: "A stop that does not take place." })
class CancelStopInput implements CancelStop {
  @Field(() => ID, { description: "The stop." })
  stop!: string;

  @Field(() => StopCancelReasonEnum, { description: "Why it does not take place." })
  reason!: StopCancelReason;
}

@OwnAct
@ObjectType({ description: "What planning a round gave." })
class PlanRoundPayload {
  @Field(() => MobileRound, { nullable: true, description: "The round." })
  mobileRound?: MobileRound;

  @Field(() => [UserError], { description: REASONS })
  userErrors!: UserError[];
}

@OwnAct
@ObjectType({ description: "What adding a stop gave." })
class AddStopPayload {
  @Field(() => RoundStop, { nullable: true, description: "The stop as it is now." })
  roundStop?: RoundStop;

  @Field(() => [UserError], { description: REASONS })
  userErrors!: UserError[];
}

@OwnAct
@ObjectType({ description: "What moving a stop gave." })
class MoveStopPayload {
  @Field(() => RoundStop, { nullable: true, description: "The stop as it is now." })
  roundStop?: RoundStop;

  @Field(() => [UserError], { description: REASONS })
  userErrors!: UserError[];
}

@OwnAct
@ObjectType({ description: "What cancelling a stop gave." })
class CancelStopPayload {
  @Field(() => RoundStop, { nullable: true, description: "The stop as it is now." })
  roundStop?: RoundStop;

  @Field(() => [UserError], { description: REASONS })
  userErrors!: UserError[];
}

@Resolver()
export class RoundMutations {
  @Mutation(() => PlanRoundPayload, {
    nullable: true,
    description: "Plans the round of a mobile unit; a team has one a day.",
  })
  planRound(
    @Arg("input", () => PlanRoundInput, { description: "The round." }) input: PlanRoundInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => planRound(context, input));
  }

  @Mutation(() => AddStopPayload, {
    nullable: true,
    description: "Adds a stop to a round; it shows in the directory as a care offer of that day.",
  })
  addStop(
    @Arg("input", () => AddStopInput, { description: "The stop." }) input: AddStopInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => addStop(context, input));
  }

  @Mutation(() => MoveStopPayload, {
    nullable: true,
    description: "Changes where, when or for what a unit stops; the directory follows.",
  })
  moveStop(
    @Arg("input", () => MoveStopInput, { description: "The move." }) input: MoveStopInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => moveStop(context, input));
  }

  @Mutation(() => CancelStopPayload, {
    nullable: true,
    description: "Cancels a stop; the directory no longer finds it.",
  })
  cancelStop(
    @Arg("input", () => CancelStopInput, { description: "The stop and why." }) input: CancelStopInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => cancelStop(context, input));
  }
}
