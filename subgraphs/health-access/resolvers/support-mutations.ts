import { ArrayMaxSize, Length, Max, Min } from "class-validator";
import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import { UserError } from "../../../kit/user-error.ts";
import type { RightsKind } from "../../rights-kinds.ts";
import { NoSocialSecurityNumber } from "../../social-security-number.ts";
import type { HealthAccessContext } from "../context.ts";
import { Diagnosis } from "../entities/diagnosis.ts";
import { DisciplineEnum, RightsKindEnum, SupportActKindEnum, SupportOutcomeEnum } from "../entities/enums.ts";
import { HealthSupport } from "../entities/health-support.ts";
import { OwnAct } from "../entities/protected-as.ts";
import { SupportAct } from "../entities/support-act.ts";
import type { Discipline } from "../policies/agreement-period.ts";
import type { SupportActKind, SupportOutcome } from "../policies/support-words.ts";
import { type EndHealthSupport, endHealthSupport } from "../services/end-health-support.ts";
import { type RecordDiagnosis, recordDiagnosis } from "../services/record-diagnosis.ts";
import { type RecordSupportAct, recordSupportAct } from "../services/record-support-act.ts";
import { change } from "./change.ts";

const REASONS = "Why nothing was changed; empty when it was.";

@InputType({ description: "An act to record in a health support." })
class RecordSupportActInput implements RecordSupportAct {
  @Field(() => ID, { description: "The health support." })
  healthSupport!: string;

  @Field(() => SupportActKindEnum, { description: "What kind of act it was." })
  kind!: SupportActKind;

  @Field(() => DateScalar, { description: "The day it was held, today at the latest." })
  heldOn!: string;

  @Min(1)
  @Max(1440)
  @Field(() => Int, { description: "How long it took, in minutes." })
  minutes!: number;

  @Min(0)
  @Max(1440)
  @Field(() => Int, {
    defaultValue: 0,
    description: "How long you were on the way for it, there and back, in minutes.",
  })
  travelMinutes!: number;

  @Min(1)
  @Max(50)
  @Field(() => Int, {
    defaultValue: 1,
    description: "Which one it was of the same kind that day, so that sending twice records once.",
  })
  rankOfDay!: number;

  @Field(() => RightsKindEnum, {
    nullable: true,
    description: "The right that was opened or renewed by it; for the kind RIGHTS_OPENING alone.",
  })
  openedRight?: RightsKind | null;
}

@OwnAct
@ObjectType({ description: "What recording an act gave." })
class RecordSupportActPayload {
  @Field(() => SupportAct, { nullable: true, description: "The recorded act." })
  supportAct?: SupportAct;

  @Field(() => HealthSupport, { nullable: true, description: "The support, which the first act starts." })
  healthSupport?: HealthSupport;

  @Field(() => [UserError], { description: REASONS })
  userErrors!: UserError[];
}

@InputType({ description: "A diagnosis to record in a health support." })
class RecordDiagnosisInput implements RecordDiagnosis {
  @Field(() => ID, { description: "The health support, in which a first interview was held." })
  healthSupport!: string;

  @Length(1, 10_000)
  @NoSocialSecurityNumber()
  @Field(() => String, { description: "The conclusions, in the professionals' own words." })
  summary!: string;

  @Field(() => DateScalar, { description: "The day it was established, today at the latest." })
  establishedOn!: string;

  @ArrayMaxSize(20)
  @Field(() => [DisciplineEnum], {
    defaultValue: [],
    description: "Who concluded it together; an agreement takes at least two.",
  })
  disciplines!: Discipline[];
}

@OwnAct
@ObjectType({ description: "What recording a diagnosis gave." })
class RecordDiagnosisPayload {
  @Field(() => Diagnosis, { nullable: true, description: "The recorded diagnosis." })
  diagnosis?: Diagnosis;

  @Field(() => [UserError], { description: REASONS })
  userErrors!: UserError[];
}

@InputType({ description: "The end of a health support." })
class EndHealthSupportInput implements EndHealthSupport {
  @Field(() => ID, { description: "The health support." })
  healthSupport!: string;

  @Field(() => SupportOutcomeEnum, { description: "What became of it." })
  outcome!: SupportOutcome;
}

@OwnAct
@ObjectType({ description: "What ending a health support gave." })
class EndHealthSupportPayload {
  @Field(() => HealthSupport, { nullable: true, description: "The ended support." })
  healthSupport?: HealthSupport;

  @Field(() => [UserError], { description: REASONS })
  userErrors!: UserError[];
}

@Resolver()
export class SupportMutations {
  @Mutation(() => RecordSupportActPayload, {
    nullable: true,
    description: "Records an act of a health support; the first one starts it.",
  })
  recordSupportAct(
    @Arg("input", () => RecordSupportActInput, { description: "The act." }) input: RecordSupportActInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => recordSupportAct(context, input));
  }

  @Mutation(() => RecordDiagnosisPayload, {
    nullable: true,
    description: "Records a diagnosis, after a first interview.",
  })
  recordDiagnosis(
    @Arg("input", () => RecordDiagnosisInput, { description: "The diagnosis." }) input: RecordDiagnosisInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => recordDiagnosis(context, input));
  }

  @Mutation(() => EndHealthSupportPayload, {
    nullable: true,
    description: "Ends a health support; the prescriber learns the outcome only under the person's consent.",
  })
  endHealthSupport(
    @Arg("input", () => EndHealthSupportInput, { description: "The end." }) input: EndHealthSupportInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => endHealthSupport(context, input));
  }
}
