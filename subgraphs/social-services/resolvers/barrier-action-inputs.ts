import { IsOptional, IsUUID, MaxLength } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import { NoSocialSecurityNumber } from "../../social-security-number.ts";
import { BarrierActionKindEnum, BarrierActionStatusEnum, HousingStageEnum } from "../entities/enums.ts";
import type { BarrierActionKind, BarrierActionStatus, HousingStage } from "../policies/barrier-action-words.ts";

@InputType({ description: "What is to be done about a barrier." })
export class PlanBarrierActionInput {
  @IsUUID()
  @Field(() => ID, { description: "A UUID you choose for this action: sending it again plans nothing twice." })
  requestKey!: string;

  @Field(() => ID, { description: "The barrier, in a file of your organisation, that lasts." })
  barrier!: string;

  @Field(() => BarrierActionKindEnum, {
    description: "What is to be done; those about a home for a barrier of kind HOUSING only.",
  })
  kind!: BarrierActionKind;

  @MaxLength(200)
  @NoSocialSecurityNumber()
  @Field(() => String, {
    nullable: true,
    description: "What exactly, without any diagnosis; needed when its kind is OTHER.",
  })
  label?: string | null;

  @IsOptional()
  @IsUUID()
  @Field(() => ID, { nullable: true, description: "The organisation that is to do it; yours when absent." })
  assignee?: string | null;

  @Field(() => DateScalar, { nullable: true, description: "Day on which it was planned; today when absent." })
  plannedOn?: string | null;

  @Field(() => DateScalar, { description: "Day by which it is to be done." })
  dueOn!: string;
}

@InputType({ description: "A change of status of an action about a barrier." })
export class ChangeBarrierActionStatusInput {
  @Field(() => ID, { description: "The action." })
  barrierAction!: string;

  @Field(() => Int, { description: "The version you decided on; another one means that it was changed meanwhile." })
  version!: number;

  @Field(() => BarrierActionStatusEnum, { description: "The status it comes to." })
  status!: BarrierActionStatus;

  @MaxLength(500)
  @NoSocialSecurityNumber()
  @Field(() => String, { nullable: true, description: "Why, in a few words; needed where it is given up." })
  reason?: string | null;

  @Field(() => DateScalar, { nullable: true, description: "Day on which it happened; today when absent." })
  happenedOn?: string | null;
}

@InputType({ description: "A stage that a threat to a home has reached." })
export class RecordHousingStageInput {
  @Field(() => ID, { description: "The barrier of kind HOUSING, in a file of your organisation." })
  barrier!: string;

  @Field(() => HousingStageEnum, { description: "How far it has come." })
  stage!: HousingStage;

  @Field(() => DateScalar, { nullable: true, description: "Day on which it came so far; today when absent." })
  reachedOn?: string | null;
}
