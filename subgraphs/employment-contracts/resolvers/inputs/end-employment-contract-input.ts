import { Field, ID, InputType } from "type-graphql";
import { DateScalar } from "../../../../kit/scalars.ts";

@InputType({ description: "The end of a contract, or its abandonment before it was signed." })
export class EndEmploymentContractInput {
  @Field(() => ID, { description: "The contract to end." })
  contract!: string;

  @Field(() => DateScalar, { description: "Day it ended or was given up." })
  endedOn!: string;
}
