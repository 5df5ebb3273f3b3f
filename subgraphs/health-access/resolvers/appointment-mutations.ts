import { IsOptional, IsUUID, Length, Min } from "class-validator";
import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from "type-graphql";
import { UserError } from "../../../kit/user-error.ts";
import type { HealthAccessContext } from "../context.ts";
import { Appointment } from "../entities/appointment.ts";
import { AppointmentCancellerEnum, AppointmentOutcomeEnum, CompanionEnum } from "../entities/appointment-enums.ts";
import { OwnAct } from "../entities/protected-as.ts";
import type { AppointmentCanceller, AppointmentOutcome, Companion } from "../policies/appointment-words.ts";
import { type CancelAppointment, cancelAppointment } from "../services/cancel-appointment.ts";
import { type PlanAppointment, planAppointment } from "../services/plan-appointment.ts";
import { type RecordAppointmentOutcome, recordAppointmentOutcome } from "../services/record-appointment-outcome.ts";
import { type RescheduleAppointment, rescheduleAppointment } from "../services/reschedule-appointment.ts";
import type { NewAppointment } from "../services/write-appointment.ts";
import { change } from "./change.ts";

@InputType()
abstract class NewAppointmentInput implements NewAppointment {
  @IsUUID()
  @Field(() => String, {
    description: "A uuid you choose once for this act: sent again, it finds the same appointment.",
  })
  requestKey!: string;

  @Field(() => Date, { description: "When it begins." })
  startsAt!: Date;

  @IsOptional()
  @Length(1, 200)
  @Field(() => ID, { nullable: true, description: "The care offer of the directory it leads to." })
  careOffer?: string | null;

  @Field(() => CompanionEnum, { defaultValue: "NOBODY", description: "Who goes there with her." })
  accompaniedBy!: Companion;
}

@InputType({ description: "An appointment to plan in a health support." })
class PlanAppointmentInput extends NewAppointmentInput implements PlanAppointment {
  @Field(() => ID, { description: "The health support." })
  healthSupport!: string;
}

const READ_VERSION = "The `version` of the appointment as you read it.";

@InputType({ description: "An appointment to put off, and the one that replaces it." })
class RescheduleAppointmentInput extends NewAppointmentInput implements RescheduleAppointment {
  @Field(() => ID, { description: "The appointment to put off." })
  appointment!: string;

  @Min(1)
  @Field(() => Int, { description: READ_VERSION })
  version!: number;
}

@InputType({ description: "An appointment that is called off." })
class CancelAppointmentInput implements CancelAppointment {
  @Field(() => ID, { description: "The appointment." })
  appointment!: string;

  @Field(() => AppointmentCancellerEnum, { description: "Who called it off." })
  cancelledBy!: AppointmentCanceller;

  @Min(1)
  @Field(() => Int, { description: READ_VERSION })
  version!: number;
}

@InputType({ description: "What an appointment turned out to be." })
class RecordAppointmentOutcomeInput implements RecordAppointmentOutcome {
  @Field(() => ID, { description: "The appointment, whose time has come." })
  appointment!: string;

  @Field(() => AppointmentOutcomeEnum, { description: "Whether she came." })
  outcome!: AppointmentOutcome;

  @Min(1)
  @Field(() => Int, { description: READ_VERSION })
  version!: number;
}

/** Declares the payload of one act on an appointment. */
function declarePayload(name: string) {
  @OwnAct
  @ObjectType(name, { description: "What the act changed, or why it changed nothing." })
  class Payload {
    @Field(() => Appointment, { nullable: true, description: "The appointment as it is now." })
    appointment?: Appointment;

    @Field(() => [UserError], { description: "Why nothing was changed; empty when it was." })
    userErrors!: UserError[];
  }
  return Payload;
}

const PlanAppointmentPayload = declarePayload("PlanAppointmentPayload");
const RescheduleAppointmentPayload = declarePayload("RescheduleAppointmentPayload");
const CancelAppointmentPayload = declarePayload("CancelAppointmentPayload");
const RecordAppointmentOutcomePayload = declarePayload("RecordAppointmentOutcomePayload");

@Resolver()
export class AppointmentMutations {
  @Mutation(() => PlanAppointmentPayload, {
    nullable: true,
    description: "Plans an appointment of a person your association accompanies.",
  })
  planAppointment(
    @Arg("input", () => PlanAppointmentInput, { description: "The appointment." }) input: PlanAppointmentInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => planAppointment(context, input));
  }

  @Mutation(() => RescheduleAppointmentPayload, {
    nullable: true,
    description: "Puts an appointment off to another one, which replaces it; both stay.",
  })
  rescheduleAppointment(
    @Arg("input", () => RescheduleAppointmentInput, { description: "Which one, and until when." })
    input: RescheduleAppointmentInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => rescheduleAppointment(context, input));
  }

  @Mutation(() => CancelAppointmentPayload, {
    nullable: true,
    description: "Notes that an appointment was called off, and by whom.",
  })
  cancelAppointment(
    @Arg("input", () => CancelAppointmentInput, { description: "Which one, and by whom." })
    input: CancelAppointmentInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => cancelAppointment(context, input));
  }

  @Mutation(() => RecordAppointmentOutcomePayload, {
    nullable: true,
    description: "Notes whether the person came to an appointment, or corrects it.",
  })
  recordAppointmentOutcome(
    @Arg("input", () => RecordAppointmentOutcomeInput, { description: "Which one, and whether she came." })
    input: RecordAppointmentOutcomeInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => recordAppointmentOutcome(context, input));
  }
}
