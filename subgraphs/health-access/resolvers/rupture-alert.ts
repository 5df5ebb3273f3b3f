import { IsOptional, Max, Min } from "class-validator";
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import { declareConnection, PageArguments } from "../../../kit/connection.ts";
import { DateScalar } from "../../../kit/scalars.ts";
import { UserError } from "../../../kit/user-error.ts";
import type { HealthAccessContext } from "../context.ts";
import { HealthSupport } from "../entities/health-support.ts";
import { Person } from "../entities/person.ts";
import { Prescription } from "../entities/prescription.ts";
import { CareNavigation, OwnAct, PrescriberFeedback } from "../entities/protected-as.ts";
import { RuptureAcknowledgement } from "../entities/rupture-acknowledgement.ts";
import { RuptureAlert } from "../entities/rupture-alert.ts";
import { RuptureActionEnum, RuptureKindEnum } from "../entities/rupture-enums.ts";
import { RuptureThresholds } from "../entities/rupture-thresholds.ts";
import { REMINDER_DAYS } from "../policies/agreement-period.ts";
import { isNavigator } from "../policies/internal-roles.ts";
import type { RuptureAction, RuptureKind } from "../policies/rupture-words.ts";
import { type AcknowledgeRuptureAlert, acknowledgeRuptureAlert } from "../services/acknowledge-rupture-alert.ts";
import { type SetRuptureThresholds, setRuptureThresholds } from "../services/set-rupture-thresholds.ts";
import { change } from "./change.ts";
import { pageOfAlerts } from "./page-of-alerts.ts";

const RuptureAlertConnection = declareConnection(RuptureAlert, "RuptureAlert", "rupture alerts");
const REASONS = "Why nothing was changed; empty when it was.";

@ArgsType()
class RuptureAlertsArguments extends PageArguments {
  @Field(() => RuptureKindEnum, { nullable: true, description: "Only those of this kind." })
  kind?: RuptureKind | null;
}

@InputType({ description: "What is done next about an alert." })
class AcknowledgeRuptureAlertInput implements AcknowledgeRuptureAlert {
  @Field(() => ID, { description: "The health support the alert is about." })
  healthSupport!: string;

  @Field(() => RuptureKindEnum, { description: "The kind of the alert." })
  kind!: RuptureKind;

  @Field(() => Date, { description: "The `latestFactAt` of the alert as you read it." })
  latestFactAt!: Date;

  @Field(() => RuptureActionEnum, { description: "What is done next." })
  nextAction!: RuptureAction;

  @Field(() => DateScalar, { description: "The last day to do it, at most 60 days ahead." })
  actBeforeOn!: string;
}

@OwnAct
@ObjectType({ description: "What acknowledging an alert gave." })
class AcknowledgeRuptureAlertPayload {
  @Field(() => RuptureAcknowledgement, { nullable: true, description: "The recorded decision." })
  acknowledgement?: RuptureAcknowledgement;

  @Field(() => [UserError], { description: REASONS })
  userErrors!: UserError[];
}

@InputType({ description: "When your association is to be alerted." })
class SetRuptureThresholdsInput implements SetRuptureThresholds {
  @Min(1)
  @Max(365)
  @Field(() => Int, { description: "Days without contact, from 1 to 365." })
  daysWithoutContact!: number;

  @Min(1)
  @Max(20)
  @Field(() => Int, { description: "Appointments missed in a row, from 1 to 20." })
  missedInARow!: number;

  @IsOptional()
  @Min(1)
  @Max(REMINDER_DAYS)
  @Field(() => Int, {
    nullable: true,
    description: "Days before the end of an agreement, from 1 to 30; absent, what was set before stays.",
  })
  daysBeforeAgreementEnds?: number | null;
}

@OwnAct
@ObjectType({ description: "What setting the thresholds gave." })
class SetRuptureThresholdsPayload {
  @Field(() => RuptureThresholds, { nullable: true, description: "The thresholds in force." })
  ruptureThresholds?: RuptureThresholds;

  @Field(() => [UserError], { description: REASONS })
  userErrors!: UserError[];
}

@Resolver(() => RuptureAlert)
export class RuptureAlertResolver {
  @Query(() => RuptureAlertConnection, {
    nullable: true,
    description:
      "Supports of your association that risk breaking, the oldest alert first, then those your organisation prescribed.",
  })
  ruptureAlerts(@Args(() => RuptureAlertsArguments) page: RuptureAlertsArguments, @Ctx() context: HealthAccessContext) {
    return pageOfAlerts(context, page);
  }

  @Query(() => RuptureThresholds, { nullable: true, description: "When your association is alerted." })
  ruptureThresholds(@Ctx() { alerts, viewer }: HealthAccessContext) {
    return isNavigator(viewer) ? alerts.thresholdsOf(viewer) : null;
  }

  @Mutation(() => AcknowledgeRuptureAlertPayload, {
    nullable: true,
    description: "Says what is done next about an alert; it is silent until that day or a later fact.",
  })
  acknowledgeRuptureAlert(
    @Arg("input", () => AcknowledgeRuptureAlertInput, { description: "The decision." })
    input: AcknowledgeRuptureAlertInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => acknowledgeRuptureAlert(context, input));
  }

  @Mutation(() => SetRuptureThresholdsPayload, {
    nullable: true,
    description: "Sets when your association is alerted that a support risks breaking.",
  })
  setRuptureThresholds(
    @Arg("input", () => SetRuptureThresholdsInput, { description: "The thresholds." }) input: SetRuptureThresholdsInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => setRuptureThresholds(context, input));
  }

  @PrescriberFeedback
  @FieldResolver(() => Person, { nullable: true, description: "The person whose support risks breaking." })
  person(@Root() { personId }: RuptureAlert) {
    return { id: personId };
  }

  @PrescriberFeedback
  @FieldResolver(() => Prescription, { nullable: true, description: "The prescription the support answers." })
  prescription(@Root() { prescriptionId }: RuptureAlert) {
    return { id: prescriptionId };
  }

  @PrescriberFeedback
  @FieldResolver(() => HealthSupport, { nullable: true, description: "The support, for who may read it." })
  healthSupport(@Root() { supportId }: RuptureAlert, @Ctx() { supports }: HealthAccessContext) {
    return supports.byId.load(supportId);
  }
}

@Resolver(() => HealthSupport)
export class AcknowledgementsOfSupportResolver {
  @CareNavigation
  @FieldResolver(() => [RuptureAcknowledgement], {
    nullable: true,
    description: "What was decided about its alerts, oldest first.",
  })
  ruptureAcknowledgements(@Root() { id }: HealthSupport, @Ctx() { alerts }: HealthAccessContext) {
    return alerts.acknowledgementsOf.load(id);
  }
}
