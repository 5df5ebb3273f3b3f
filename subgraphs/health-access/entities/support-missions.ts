import { Field, ObjectType } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import type { PersonalRow } from "../../protection.ts";
import {
  AppointmentsLogistics,
  CareNavigation,
  Evaluation,
  HealthObservation,
  HealthPlanFull,
} from "./protected-as.ts";

/** The first day of what a step is made of. Each step follows the rule of the records it comes from. */
const Step = (description: string) => Field(() => DateScalar, { nullable: true, description });

@CareNavigation
@ObjectType({ description: "The first mission of a health support: the person is brought to care." })
export class CareEntryMission implements PersonalRow {
  readonly personId!: string;
  readonly organizationId!: string;

  @CareNavigation
  @Step("The day the support was first proposed to her in an interview.")
  readonly proposedOn!: string | null;

  @CareNavigation
  @Step("The day of the first interview.")
  readonly firstInterviewOn!: string | null;

  @HealthObservation
  @Step("The day of the first diagnosis of her needs.")
  readonly diagnosedOn!: string | null;

  @CareNavigation
  @Step("The day of the first step to open or renew a right.")
  readonly rightsStepOn!: string | null;
}

@CareNavigation
@ObjectType({ description: "The second mission of a health support: she is accompanied, and the link is kept." })
export class LinkMission implements PersonalRow {
  readonly personId!: string;
  readonly organizationId!: string;

  @CareNavigation
  @Step("The day she signed the first agreement of six months.")
  readonly agreedOn!: string | null;

  @AppointmentsLogistics
  @Step("The day of the first appointment she kept.")
  readonly appointmentKeptOn!: string | null;

  @CareNavigation
  @Step("The day she was first accompanied to an appointment.")
  readonly accompaniedOn!: string | null;

  @CareNavigation
  @Step("The day of the first visit, call or further interview that kept the link.")
  readonly linkKeptOn!: string | null;

  @CareNavigation
  @Step("The day it was first decided what to do about a sign that the thread may break.")
  readonly ruptureAnsweredOn!: string | null;
}

/** That a plan left is told under the rule of the whole plan: whoever may not read it is not to learn that there is one. */
@CareNavigation
@ObjectType({ description: "The third mission of a health support: an action plan, and its way towards employment." })
export class ActionPlanMission implements PersonalRow {
  readonly personId!: string;
  readonly organizationId!: string;

  @HealthPlanFull
  @Step("The day the plan was written.")
  readonly writtenOn!: string | null;

  @HealthPlanFull
  @Step("The day the plan was first revised.")
  readonly revisedOn!: string | null;

  @HealthPlanFull
  @Step("The day an extract of it was first sent to the organisation of a référent.")
  readonly transmittedOn!: string | null;
}

@CareNavigation
@ObjectType({ description: "The fourth mission of a health support: its effects are evaluated with her." })
export class EvaluationMission implements PersonalRow {
  readonly personId!: string;
  readonly organizationId!: string;

  @Evaluation
  @Step("The day she first assessed where she stood when the support began.")
  readonly assessedAtEntryOn!: string | null;

  @Evaluation
  @Step("The day she first assessed where she stood on the way.")
  readonly assessedMidwayOn!: string | null;

  @Evaluation
  @Step("The day she first assessed where she stood when the support came to its end.")
  readonly assessedAtExitOn!: string | null;
}

/** Stored nowhere: each day is read from the records at the read that shows it. */
@CareNavigation
@ObjectType({ description: "How far each of the four missions of a health support has come, step by step." })
export class SupportMissions implements PersonalRow {
  readonly supportId!: string;
  readonly personId!: string;
  readonly organizationId!: string;

  @CareNavigation
  @Field(() => CareEntryMission, { nullable: true, description: "Bringing her to care." })
  readonly careEntry!: CareEntryMission;

  @CareNavigation
  @Field(() => LinkMission, { nullable: true, description: "Accompanying her and keeping the link." })
  readonly link!: LinkMission;

  @CareNavigation
  @Field(() => ActionPlanMission, { nullable: true, description: "Building an action plan towards employment." })
  readonly actionPlan!: ActionPlanMission;

  @CareNavigation
  @Field(() => EvaluationMission, { nullable: true, description: "Evaluating the effects with her." })
  readonly evaluation!: EvaluationMission;
}
