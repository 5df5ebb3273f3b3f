import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from "type-graphql";
import { UserError } from "../../../kit/user-error.ts";
import type { HealthAccessContext } from "../context.ts";
import { OwnAct } from "../entities/protected-as.ts";
import { AttendanceEnum } from "../entities/workshop-enums.ts";
import { WorkshopRegistration } from "../entities/workshop-registration.ts";
import { WorkshopSession } from "../entities/workshop-session.ts";
import type { Attendance } from "../policies/workshop-words.ts";
import {
  type CancelWorkshopRegistration,
  cancelWorkshopRegistration,
} from "../services/cancel-workshop-registration.ts";
import { type RecordWorkshopAttendance, recordWorkshopAttendance } from "../services/record-workshop-attendance.ts";
import { type RegisterForWorkshop, registerForWorkshop } from "../services/register-for-workshop.ts";
import { change } from "./change.ts";

const REASONS = "Why nothing was changed; empty when it was.";

@InputType({ description: "Somebody who comes to a session." })
class RegisterForWorkshopInput implements RegisterForWorkshop {
  @Field(() => ID, { description: "The session." })
  session!: string;

  @Field(() => ID, { description: "The health support of the person who comes." })
  healthSupport!: string;
}

@InputType({ description: "A registration to cancel." })
class CancelWorkshopRegistrationInput implements CancelWorkshopRegistration {
  @Field(() => ID, { description: "The registration." })
  registration!: string;
}

@InputType({ description: "Whether somebody came to a session." })
class RecordWorkshopAttendanceInput implements RecordWorkshopAttendance {
  @Field(() => ID, { description: "The registration." })
  registration!: string;

  @Field(() => AttendanceEnum, { description: "Whether she came." })
  attendance!: Attendance;
}

@OwnAct
@ObjectType({ description: "What registering gave." })
class RegisterForWorkshopPayload {
  @Field(() => WorkshopRegistration, { nullable: true, description: "The registration as it is now." })
  workshopRegistration?: WorkshopRegistration;

  @Field(() => WorkshopSession, { nullable: true, description: "The session as it is now." })
  workshopSession?: WorkshopSession;

  @Field(() => [UserError], { description: REASONS })
  userErrors!: UserError[];
}

@OwnAct
@ObjectType({ description: "What cancelling a registration gave." })
class CancelWorkshopRegistrationPayload {
  @Field(() => WorkshopRegistration, { nullable: true, description: "The registration as it is now." })
  workshopRegistration?: WorkshopRegistration;

  @Field(() => WorkshopSession, { nullable: true, description: "The session as it is now." })
  workshopSession?: WorkshopSession;

  @Field(() => [UserError], { description: REASONS })
  userErrors!: UserError[];
}

@OwnAct
@ObjectType({ description: "What recording who came gave." })
class RecordWorkshopAttendancePayload {
  @Field(() => WorkshopRegistration, { nullable: true, description: "The registration as it is now." })
  workshopRegistration?: WorkshopRegistration;

  @Field(() => [UserError], { description: REASONS })
  userErrors!: UserError[];
}

@Resolver()
export class WorkshopRegistrationMutations {
  @Mutation(() => RegisterForWorkshopPayload, {
    nullable: true,
    description: "Registers a person you accompany for a session; where it is full she waits, in the order of arrival.",
  })
  registerForWorkshop(
    @Arg("input", () => RegisterForWorkshopInput, { description: "Who comes to which session." })
    input: RegisterForWorkshopInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => registerForWorkshop(context, input));
  }

  @Mutation(() => CancelWorkshopRegistrationPayload, {
    nullable: true,
    description: "Cancels a registration; the place goes to whoever waits first.",
  })
  cancelWorkshopRegistration(
    @Arg("input", () => CancelWorkshopRegistrationInput, { description: "The registration." })
    input: CancelWorkshopRegistrationInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => cancelWorkshopRegistration(context, input));
  }

  @Mutation(() => RecordWorkshopAttendancePayload, {
    nullable: true,
    description: "Records whether a registered person came, once the session has begun.",
  })
  recordWorkshopAttendance(
    @Arg("input", () => RecordWorkshopAttendanceInput, { description: "The registration and whether she came." })
    input: RecordWorkshopAttendanceInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => recordWorkshopAttendance(context, input));
  }
}
