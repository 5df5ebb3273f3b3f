import { Arg, Ctx, Field, Mutation, ObjectType, Resolver } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { asPayload, UserError } from "../../../kit/user-error.ts";
import type { SocialServicesContext } from "../context.ts";
import { Prescription } from "../entities/prescription.ts";
import { acceptPrescription } from "../services/accept-prescription.ts";
import { cancelPrescription } from "../services/cancel-prescription.ts";
import { completePrescription } from "../services/complete-prescription.ts";
import { handOverPrescription } from "../services/hand-over-prescription.ts";
import { prescribeHealthSupport } from "../services/prescribe-health-support.ts";
import { putPrescriptionOnHold } from "../services/put-prescription-on-hold.ts";
import { refusePrescription } from "../services/refuse-prescription.ts";
import { resumePrescription } from "../services/resume-prescription.ts";
import {
  AcceptPrescriptionInput,
  CancelPrescriptionInput,
  CompletePrescriptionInput,
  HandOverPrescriptionInput,
  PrescribeHealthSupportInput,
  PutPrescriptionOnHoldInput,
  RefusePrescriptionInput,
  ResumePrescriptionInput,
} from "./prescription-inputs.ts";

/** Declares the payload of one act on the prescription. */
function declarePayload(name: string) {
  @Public("It reports the viewer's own act.")
  @ObjectType(name, { description: "What the act changed, or why it changed nothing." })
  class Payload {
    @Field(() => Prescription, { nullable: true, description: "The prescription as it is now." })
    prescription?: Prescription;

    @Field(() => [UserError], { description: "Why nothing was changed; empty when the act was done." })
    userErrors!: UserError[];
  }
  return Payload;
}

const PrescribeHealthSupportPayload = declarePayload("PrescribeHealthSupportPayload");
const AcceptPrescriptionPayload = declarePayload("AcceptPrescriptionPayload");
const RefusePrescriptionPayload = declarePayload("RefusePrescriptionPayload");
const PutPrescriptionOnHoldPayload = declarePayload("PutPrescriptionOnHoldPayload");
const ResumePrescriptionPayload = declarePayload("ResumePrescriptionPayload");
const CancelPrescriptionPayload = declarePayload("CancelPrescriptionPayload");
const CompletePrescriptionPayload = declarePayload("CompletePrescriptionPayload");
const HandOverPrescriptionPayload = declarePayload("HandOverPrescriptionPayload");

@Resolver(() => Prescription)
export class PrescriptionActsResolver {
  @Mutation(() => PrescribeHealthSupportPayload, {
    nullable: true,
    description: "Prescribes a health support to an association, for a person who consents that it knows.",
  })
  prescribeHealthSupport(
    @Arg("input", () => PrescribeHealthSupportInput, { description: "What to do, and on what." })
    input: PrescribeHealthSupportInput,
    @Ctx() context: SocialServicesContext,
  ) {
    return asPayload(async () => ({ prescription: await prescribeHealthSupport(context, input) }));
  }

  @Mutation(() => AcceptPrescriptionPayload, {
    nullable: true,
    description: "Takes the person on in your association.",
  })
  acceptPrescription(
    @Arg("input", () => AcceptPrescriptionInput, { description: "What to do, and on what." })
    input: AcceptPrescriptionInput,
    @Ctx() context: SocialServicesContext,
  ) {
    return asPayload(async () => ({ prescription: await acceptPrescription(context, input) }));
  }

  @Mutation(() => RefusePrescriptionPayload, {
    nullable: true,
    description: "Tells the prescriber that your association cannot take the person on, and why.",
  })
  refusePrescription(
    @Arg("input", () => RefusePrescriptionInput, { description: "What to do, and on what." })
    input: RefusePrescriptionInput,
    @Ctx() context: SocialServicesContext,
  ) {
    return asPayload(async () => ({ prescription: await refusePrescription(context, input) }));
  }

  @Mutation(() => PutPrescriptionOnHoldPayload, {
    nullable: true,
    description: "Interrupts a prescription of your organisation for a time, and says why.",
  })
  putPrescriptionOnHold(
    @Arg("input", () => PutPrescriptionOnHoldInput, { description: "What to do, and on what." })
    input: PutPrescriptionOnHoldInput,
    @Ctx() context: SocialServicesContext,
  ) {
    return asPayload(async () => ({ prescription: await putPrescriptionOnHold(context, input) }));
  }

  @Mutation(() => ResumePrescriptionPayload, {
    nullable: true,
    description: "Ends the interruption of a prescription of your organisation.",
  })
  resumePrescription(
    @Arg("input", () => ResumePrescriptionInput, { description: "What to do, and on what." })
    input: ResumePrescriptionInput,
    @Ctx() context: SocialServicesContext,
  ) {
    return asPayload(async () => ({ prescription: await resumePrescription(context, input) }));
  }

  @Mutation(() => CancelPrescriptionPayload, {
    nullable: true,
    description: "Takes back a prescription of your organisation, and says why.",
  })
  cancelPrescription(
    @Arg("input", () => CancelPrescriptionInput, { description: "What to do, and on what." })
    input: CancelPrescriptionInput,
    @Ctx() context: SocialServicesContext,
  ) {
    return asPayload(async () => ({ prescription: await cancelPrescription(context, input) }));
  }

  @Mutation(() => CompletePrescriptionPayload, {
    nullable: true,
    description: "Closes the loop: tells the prescriber what became of the person's support.",
  })
  completePrescription(
    @Arg("input", () => CompletePrescriptionInput, { description: "What to do, and on what." })
    input: CompletePrescriptionInput,
    @Ctx() context: SocialServicesContext,
  ) {
    return asPayload(async () => ({ prescription: await completePrescription(context, input) }));
  }

  @Mutation(() => HandOverPrescriptionPayload, {
    nullable: true,
    description:
      "Closes a prescription of your association and asks another one, of which the person consents that it knows.",
  })
  handOverPrescription(
    @Arg("input", () => HandOverPrescriptionInput, { description: "What to do, and on what." })
    input: HandOverPrescriptionInput,
    @Ctx() context: SocialServicesContext,
  ) {
    return asPayload(async () => ({ prescription: await handOverPrescription(context, input) }));
  }
}
