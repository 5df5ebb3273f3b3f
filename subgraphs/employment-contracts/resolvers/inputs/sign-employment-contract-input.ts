import { Field, ID, InputType } from "type-graphql";
import { DateScalar } from "../../../../kit/scalars.ts";

@InputType({ description: "A signature that took place." })
export class SignEmploymentContractInput {
  @Field(() => ID, { description: "The contract that was signed." })
  contract!: string;

  @Field(() => DateScalar, { description: "Day it was signed." })
  signedOn!: string;
}
