import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import { declareConnection, PageArguments } from "../../../kit/connection.ts";
import type { SocialServicesContext } from "../context.ts";
import { BarriersInSupport } from "../entities/barriers-in-support.ts";
import { PrescriptionStatusEnum } from "../entities/enums.ts";
import { Organization } from "../entities/organization.ts";
import { Person } from "../entities/person.ts";
import { Prescription } from "../entities/prescription.ts";
import { PrescriptionOutcome } from "../entities/prescription-outcome.ts";
import { PrescriptionTransition } from "../entities/prescription-transition.ts";
import { CareCoordination, Evaluation, RuleOfItsType } from "../entities/rules.ts";
import { partyOf } from "../policies/actor.ts";
import {
  answerExpectedBefore,
  currentStatus,
  isReminderDue,
  nextStatuses,
} from "../policies/prescription-transitions.ts";
import type { PrescriptionStatus } from "../policies/prescription-words.ts";
import { findPrescriptionPage } from "../repositories/prescription-pages.ts";

const PrescriptionConnection = declareConnection(Prescription, "Prescription", "prescriptions");

@ArgsType()
class PrescriptionsArguments extends PageArguments {
  @Field(() => PrescriptionStatusEnum, { nullable: true, description: "Only those that stand here now." })
  status?: PrescriptionStatus | null;

  @Field(() => Boolean, {
    nullable: true,
    description: "Only those that wait for an answer for ten days or more, or only the others.",
  })
  isReminderDue?: boolean | null;
}

const statusNow = ({ recordedStatus, requestedAt }: Prescription) =>
  currentStatus(recordedStatus, requestedAt, new Date());

@Resolver(() => Prescription)
export class PrescriptionResolver {
  @Query(() => PrescriptionConnection, {
    nullable: true,
    description: "Prescriptions your organisation wrote or received, or those about yourself, the newest first.",
  })
  prescriptions(
    @Args(() => PrescriptionsArguments) page: PrescriptionsArguments,
    @Ctx() context: SocialServicesContext,
  ) {
    const narrowing = { status: page.status ?? null, isReminderDue: page.isReminderDue ?? null };
    const asked = { first: page.first, after: page.after ?? null, ...narrowing };
    return findPrescriptionPage(context.em, context.enforcement, asked, new Date());
  }

  @Query(() => Prescription, { nullable: true, description: "A prescription by its identifier." })
  prescription(
    @Arg("id", () => ID, { description: "Identifier of the prescription." }) id: string,
    @Ctx() context: SocialServicesContext,
  ) {
    return context.prescriptions.load(id);
  }

  @CareCoordination()
  @FieldResolver(() => Person, { nullable: true, description: "The person to be accompanied." })
  person(@Root() prescription: Prescription): Person {
    return { id: prescription.personId };
  }

  @CareCoordination()
  @FieldResolver(() => Organization, { nullable: true, description: "The organisation that prescribed." })
  prescriber(@Root() prescription: Prescription): Organization {
    return { id: prescription.organizationId };
  }

  @CareCoordination()
  @FieldResolver(() => Organization, { nullable: true, description: "The organisation it is addressed to." })
  recipient(@Root() prescription: Prescription): Organization {
    return { id: prescription.recipientOrganizationId };
  }

  @CareCoordination()
  @FieldResolver(() => PrescriptionStatusEnum, { nullable: true, description: "Where it stands now." })
  status(@Root() prescription: Prescription): PrescriptionStatus {
    return statusNow(prescription);
  }

  @CareCoordination()
  @FieldResolver(() => Date, { nullable: true, description: "Instant at which it expires unless it is answered." })
  answerExpectedBefore(@Root() prescription: Prescription): Date {
    return answerExpectedBefore(prescription.requestedAt);
  }

  @CareCoordination()
  @FieldResolver(() => Boolean, {
    nullable: true,
    description: "Whether it waits for an answer for ten days or more, so that the association is to be reminded.",
  })
  isReminderDue(@Root() { recordedStatus, requestedAt }: Prescription): boolean {
    return isReminderDue(recordedStatus, requestedAt, new Date());
  }

  @CareCoordination()
  @FieldResolver(() => Prescription, { nullable: true, description: "The prescription it was handed over from." })
  partOf(@Root() { partOfId }: Prescription, @Ctx() context: SocialServicesContext) {
    return partOfId === null ? null : context.prescriptions.load(partOfId);
  }

  @CareCoordination()
  @FieldResolver(() => Prescription, { nullable: true, description: "The prescription it was handed over to." })
  handedOverTo(@Root() { id }: Prescription, @Ctx() context: SocialServicesContext) {
    return context.successorOfPrescription.load(id);
  }

  @CareCoordination()
  @FieldResolver(() => [PrescriptionStatusEnum], {
    nullable: true,
    description: "Statuses to which you may bring it now, in your role.",
  })
  viewerMayMoveTo(@Root() prescription: Prescription, @Ctx() { viewer }: SocialServicesContext): PrescriptionStatus[] {
    const party = partyOf(viewer, prescription);
    return party ? nextStatuses(statusNow(prescription), party) : [];
  }

  @CareCoordination()
  @FieldResolver(() => [PrescriptionTransition], {
    nullable: true,
    description: "Its history, from the first step to the last.",
  })
  history(@Root() prescription: Prescription, @Ctx() context: SocialServicesContext) {
    return context.transitionsOfPrescription.load(prescription.id);
  }

  @Evaluation()
  @FieldResolver(() => BarriersInSupport, {
    nullable: true,
    description:
      "Barriers to employment declared and lifted while the support it asks for lasts; absent until it is accepted.",
  })
  barriers(@Root() { id }: Prescription, @Ctx() { barriersOfPrescription }: SocialServicesContext) {
    return barriersOfPrescription.load(id);
  }

  @RuleOfItsType()
  @FieldResolver(() => PrescriptionOutcome, {
    nullable: true,
    description: "What became of it; absent until it is told, and to whom it may not be told.",
  })
  outcome(@Root() prescription: Prescription, @Ctx() context: SocialServicesContext) {
    return context.outcomeOfPrescription.load(prescription.id);
  }
}

@Resolver(() => PrescriptionTransition)
export class PrescriptionTransitionResolver {
  @CareCoordination()
  @FieldResolver(() => Organization, { nullable: true, description: "Organisation of the one who acted." })
  actorOrganization(@Root() step: PrescriptionTransition): Organization {
    return { id: step.actorOrganizationId };
  }
}
