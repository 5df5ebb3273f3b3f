import { ValidateNested } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import { ContractTermsInput } from "./contract-terms-input.ts";

@InputType({ description: "A further period for a signed contract." })
export class RenewEmploymentContractInput {
  @Field(() => ID, { description: "The contract to renew." })
  contract!: string;

  @Field(() => Int, { description: "The version you read, so that nobody's change is lost." })
  version!: number;

  @ValidateNested()
  @Field(() => ContractTermsInput, {
    description: "Terms of the further period, whole; it begins the day after the present end.",
  })
  terms!: ContractTermsInput;
}
