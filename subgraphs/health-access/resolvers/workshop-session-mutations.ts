import { IsOptional, Length, Matches, Max, Min } from "class-validator";
import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from "type-graphql";
import { DateTimeScalar } from "../../../kit/scalars.ts";
import { UserError } from "../../../kit/user-error.ts";
import { NoSocialSecurityNumber } from "../../social-security-number.ts";
import type { HealthAccessContext } from "../context.ts";
import { OwnAct } from "../entities/protected-as.ts";
import { WorkshopThemeEnum } from "../entities/workshop-enums.ts";
import { WorkshopSession } from "../entities/workshop-session.ts";
import type { WorkshopThemeCode } from "../policies/workshop-words.ts";
import { type CancelWorkshopSession, cancelWorkshopSession } from "../services/cancel-workshop-session.ts";
import { type PlanWorkshopSession, planWorkshopSession } from "../services/plan-workshop-session.ts";
import { type SetAnonymousPlaces, setAnonymousPlaces } from "../services/set-anonymous-places.ts";
import { change } from "./change.ts";
import { INSEE_CODE } from "./stop-plan-input.ts";

const REASONS = "Why nothing was changed; empty when it was.";

@InputType({ description: "A session of a workshop to plan; all of it is published." })
class PlanWorkshopSessionInput implements PlanWorkshopSession {
  @Field(() => WorkshopThemeEnum, { description: "What it is about." })
  theme!: WorkshopThemeCode;

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
  @Field(() => String, { description: "INSEE code of the commune, for example 25056; it is not the postal code." })
  communeCode!: string;

  @Field(() => DateTimeScalar, { description: "When it begins." })
  startsAt!: Date;

  @Field(() => DateTimeScalar, { description: "When it ends, within twelve hours." })
  endsAt!: Date;

  @Min(1)
  @Max(200)
  @Field(() => Int, { description: "How many people may take part." })
  capacity!: number;
}

@InputType({ description: "A session that does not take place." })
class CancelWorkshopSessionInput implements CancelWorkshopSession {
  @Field(() => ID, { description: "The session." })
  session!: string;
}

@InputType({ description: "How many people come who stay anonymous." })
class SetAnonymousPlacesInput implements SetAnonymousPlaces {
  @Field(() => ID, { description: "The session." })
  session!: string;

  @Min(0)
  @Max(200)
  @Field(() => Int, { description: "How many places are kept for them from now on." })
  places!: number;
}

@OwnAct
@ObjectType({ description: "What planning a session gave." })
class PlanWorkshopSessionPayload {
  @Field(() => WorkshopSession, { nullable: true, description: "The session as it is now." })
  workshopSession?: WorkshopSession;

  @Field(() => [UserError], { description: REASONS })
  userErrors!: UserError[];
}

@OwnAct
@ObjectType({ description: "What cancelling a session gave." })
class CancelWorkshopSessionPayload {
  @Field(() => WorkshopSession, { nullable: true, description: "The session as it is now." })
  workshopSession?: WorkshopSession;

  @Field(() => [UserError], { description: REASONS })
  userErrors!: UserError[];
}

@OwnAct
@ObjectType({ description: "What keeping places gave." })
class SetAnonymousPlacesPayload {
  @Field(() => WorkshopSession, { nullable: true, description: "The session as it is now." })
  workshopSession?: WorkshopSession;

  @Field(() => [UserError], { description: REASONS })
  userErrors!: UserError[];
}

@Resolver()
export class WorkshopSessionMutations {
  @Mutation(() => PlanWorkshopSessionPayload, {
    nullable: true,
    description: "Plans a session of a workshop; it shows in the directory as a care offer of that day.",
  })
  planWorkshopSession(
    @Arg("input", () => PlanWorkshopSessionInput, { description: "The session." }) input: PlanWorkshopSessionInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => planWorkshopSession(context, input));
  }

  @Mutation(() => CancelWorkshopSessionPayload, {
    nullable: true,
    description: "Cancels a session of a workshop; the directory no longer finds it.",
  })
  cancelWorkshopSession(
    @Arg("input", () => CancelWorkshopSessionInput, { description: "The session." }) input: CancelWorkshopSessionInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => cancelWorkshopSession(context, input));
  }

  @Mutation(() => SetAnonymousPlacesPayload, {
    nullable: true,
    description: "Says how many people come to a session who stay anonymous; they are a number and nothing else.",
  })
  setAnonymousPlaces(
    @Arg("input", () => SetAnonymousPlacesInput, { description: "The session and the number." })
    input: SetAnonymousPlacesInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => setAnonymousPlaces(context, input));
  }
}
