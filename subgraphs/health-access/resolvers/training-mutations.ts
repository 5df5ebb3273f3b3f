import { ArrayMaxSize, Length, Max, Min } from "class-validator";
import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from "type-graphql";
import { DateTimeScalar } from "../../../kit/scalars.ts";
import { UserError } from "../../../kit/user-error.ts";
import { NoSocialSecurityNumber } from "../../social-security-number.ts";
import type { HealthAccessContext } from "../context.ts";
import { OwnAct } from "../entities/protected-as.ts";
import { TrainingRegistration } from "../entities/training-registration.ts";
import { TrainingSession } from "../entities/training-session.ts";
import { AttendanceEnum } from "../entities/workshop-enums.ts";
import type { Attendance } from "../policies/workshop-words.ts";
import {
  type CancelTrainingRegistration,
  cancelTrainingRegistration,
} from "../services/cancel-training-registration.ts";
import { type CancelTrainingSession, cancelTrainingSession } from "../services/cancel-training-session.ts";
import { type PlanTrainingSession, planTrainingSession } from "../services/plan-training-session.ts";
import { type RecordTrainingAttendance, recordTrainingAttendance } from "../services/record-training-attendance.ts";
import { type RegisterForTraining, registerForTraining } from "../services/register-for-training.ts";
import { change } from "./change.ts";

const REASONS = "Why nothing was changed; empty when it was.";

@InputType({ description: "A training session to plan." })
class PlanTrainingSessionInput implements PlanTrainingSession {
  @Length(1, 200)
  @NoSocialSecurityNumber()
  @Field(() => String, { description: "What it is about, in French." })
  theme!: string;

  @Length(1, 200)
  @NoSocialSecurityNumber()
  @Field(() => String, { description: "Where it is held." })
  placeName!: string;

  @Field(() => DateTimeScalar, { description: "When it begins." })
  startsAt!: Date;

  @Field(() => DateTimeScalar, { description: "When it ends, within twelve hours." })
  endsAt!: Date;

  @Min(1)
  @Max(200)
  @Field(() => Int, { description: "How many professionals may take part." })
  capacity!: number;

  @ArrayMaxSize(100)
  @Field(() => [ID], {
    defaultValue: [],
    description: "The organisations besides your own whose professionals may come.",
  })
  openTo!: string[];
}

@InputType({ description: "A training session that does not take place." })
class CancelTrainingSessionInput implements CancelTrainingSession {
  @Field(() => ID, { description: "The session." })
  session!: string;
}

@InputType({ description: "The training session you come to." })
class RegisterForTrainingInput implements RegisterForTraining {
  @Field(() => ID, { description: "The session, of your organisation or open to it." })
  session!: string;
}

@InputType({ description: "A registration to cancel." })
class CancelTrainingRegistrationInput implements CancelTrainingRegistration {
  @Field(() => ID, { description: "The registration: your own, or one of a session of your team." })
  registration!: string;
}

@InputType({ description: "Whether a professional came to a session." })
class RecordTrainingAttendanceInput implements RecordTrainingAttendance {
  @Field(() => ID, { description: "The registration." })
  registration!: string;

  @Field(() => AttendanceEnum, { description: "Whether she came." })
  attendance!: Attendance;
}

@OwnAct
@ObjectType({ description: "What planning or cancelling a training session gave." })
class TrainingSessionPayload {
  @Field(() => TrainingSession, { nullable: true, description: "The session as it is now." })
  trainingSession?: TrainingSession;

  @Field(() => [UserError], { description: REASONS })
  userErrors!: UserError[];
}

@OwnAct
@ObjectType({ description: "What registering for a training session, or no longer, gave." })
class TrainingRegistrationPayload {
  @Field(() => TrainingRegistration, { nullable: true, description: "The registration as it is now." })
  trainingRegistration?: TrainingRegistration;

  @Field(() => TrainingSession, { nullable: true, description: "The session as it is now." })
  trainingSession?: TrainingSession;

  @Field(() => [UserError], { description: REASONS })
  userErrors!: UserError[];
}

@OwnAct
@ObjectType({ description: "What recording who came to a training session gave." })
class RecordTrainingAttendancePayload {
  @Field(() => TrainingRegistration, { nullable: true, description: "The registration as it is now." })
  trainingRegistration?: TrainingRegistration;

  @Field(() => [UserError], { description: REASONS })
  userErrors!: UserError[];
}

@Resolver()
export class TrainingMutations {
  @Mutation(() => TrainingSessionPayload, {
    nullable: true,
    description: "Plans a training session for professionals of your association and of those it is open to.",
  })
  planTrainingSession(
    @Arg("input", () => PlanTrainingSessionInput, { description: "The session." }) input: PlanTrainingSessionInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => planTrainingSession(context, input));
  }

  @Mutation(() => TrainingSessionPayload, {
    nullable: true,
    description: "Cancels a training session of your association.",
  })
  cancelTrainingSession(
    @Arg("input", () => CancelTrainingSessionInput, { description: "The session." }) input: CancelTrainingSessionInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => cancelTrainingSession(context, input));
  }

  @Mutation(() => TrainingRegistrationPayload, {
    nullable: true,
    description: "Registers yourself for a training session; where it is full you wait, in the order of arrival.",
  })
  registerForTraining(
    @Arg("input", () => RegisterForTrainingInput, { description: "The session." }) input: RegisterForTrainingInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => registerForTraining(context, input));
  }

  @Mutation(() => TrainingRegistrationPayload, {
    nullable: true,
    description: "Cancels a registration for a training session; the place goes to whoever waits first.",
  })
  cancelTrainingRegistration(
    @Arg("input", () => CancelTrainingRegistrationInput, { description: "The registration." })
    input: CancelTrainingRegistrationInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => cancelTrainingRegistration(context, input));
  }

  @Mutation(() => RecordTrainingAttendancePayload, {
    nullable: true,
    description: "Records whether a professional came to a session of your association, once it has begun.",
  })
  recordTrainingAttendance(
    @Arg("input", () => RecordTrainingAttendanceInput, { description: "The registration and whether she came." })
    input: RecordTrainingAttendanceInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => recordTrainingAttendance(context, input));
  }
}
