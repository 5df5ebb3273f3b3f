import { ArrayMinSize, ArrayUnique, IsUUID, MaxLength } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { NoSocialSecurityNumber } from "../../social-security-number.ts";
import { OutcomeEnum, PrescriptionReasonEnum, StatusReasonEnum } from "../entities/enums.ts";
import type { OutcomeCode, PrescriptionReason, StatusReason } from "../policies/prescription-words.ts";

@InputType({ description: "A health support to prescribe." })
export class PrescribeHealthSupportInput {
  @Field(() => ID, { description: "The person, whom your organisation accompanies." })
  person!: string;

  @Field(() => ID, { description: "The organisation that would accompany her towards care." })
  recipient!: string;

  @ArrayMinSize(1)
  @ArrayUnique()
  @Field(() => [PrescriptionReasonEnum], { description: "Why, without any diagnosis; at least one." })
  reasons!: PrescriptionReason[];

  @MaxLength(500)
  @NoSocialSecurityNumber()
  @Field(() => String, {
    nullable: true,
    description: "What the association should know besides, in at most 500 characters.",
  })
  note?: string | null;

  @IsUUID()
  @Field(() => String, {
    description: "A uuid you choose once for this act: sent again, it finds the same prescription.",
  })
  requestKey!: string;
}

@InputType({ description: "A prescription your association accepts." })
export class AcceptPrescriptionInput {
  @Field(() => ID, { description: "The prescription concerned." })
  prescription!: string;
}

@InputType({ description: "A prescription your association refuses." })
export class RefusePrescriptionInput {
  @Field(() => ID, { description: "The prescription concerned." })
  prescription!: string;

  @Field(() => StatusReasonEnum, { description: "Why; one that fits this act." })
  reason!: StatusReason;
}

@InputType({ description: "A prescription to interrupt for a time." })
export class PutPrescriptionOnHoldInput {
  @Field(() => ID, { description: "The prescription concerned." })
  prescription!: string;

  @Field(() => StatusReasonEnum, { description: "Why; one that fits this act." })
  reason!: StatusReason;
}

@InputType({ description: "A prescription whose interruption ends." })
export class ResumePrescriptionInput {
  @Field(() => ID, { description: "The prescription concerned." })
  prescription!: string;
}

@InputType({ description: "A prescription to take back." })
export class CancelPrescriptionInput {
  @Field(() => ID, { description: "The prescription concerned." })
  prescription!: string;

  @Field(() => StatusReasonEnum, { description: "Why; one that fits this act." })
  reason!: StatusReason;
}

@InputType({ description: "A prescription whose support is over." })
export class CompletePrescriptionInput {
  @Field(() => ID, { description: "The prescription concerned." })
  prescription!: string;

  @Field(() => OutcomeEnum, { description: "What became of it." })
  outcome!: OutcomeCode;
}

@InputType({ description: "A prescription to hand over to another association." })
export class HandOverPrescriptionInput {
  @Field(() => ID, { description: "The prescription your association accepted." })
  prescription!: string;

  @Field(() => ID, { description: "The organisation that would accompany her from now on." })
  recipient!: string;
}
