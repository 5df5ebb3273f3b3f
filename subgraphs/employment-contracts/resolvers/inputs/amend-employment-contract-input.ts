import { ValidateNested } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import { DateScalar } from "../../../../kit/scalars.ts";
import { AmendmentReasonEnum } from "../../entities/schema-enums.ts";
import type { AmendmentReason } from "../../policies/version-kind.ts";
import { ContractTermsInput } from "./contract-terms-input.ts";

@InputType({ description: "Other terms for a signed contract." })
export class AmendEmploymentContractInput {
  @Field(() => ID, { description: "The contract to amend." })
  contract!: string;

  @Field(() => Int, { description: "The version you read, so that nobody's change is lost." })
  version!: number;

  @Field(() => AmendmentReasonEnum, { description: "Why it is amended." })
  reason!: AmendmentReason;

  @Field(() => DateScalar, { description: "Day from which the new terms apply, within the contract." })
  effectiveOn!: string;

  @ValidateNested()
  @Field(() => ContractTermsInput, { description: "The new terms, whole; to end later, renew instead." })
  terms!: ContractTermsInput;
}
