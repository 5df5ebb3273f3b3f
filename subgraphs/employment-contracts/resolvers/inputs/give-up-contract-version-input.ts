import { Field, ID, InputType, Int } from "type-graphql";

@InputType({ description: "A proposed version of a signed contract to take back." })
export class GiveUpContractVersionInput {
  @Field(() => ID, { description: "The contract whose terms in force stay." })
  contract!: string;

  @Field(() => Int, { description: "Number of the version that awaits signatures." })
  version!: number;
}
