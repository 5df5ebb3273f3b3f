import { Field, ID, InputType } from "type-graphql";

@InputType({ description: "A type of which no further contract is opened." })
export class CloseContractTypeInput {
  @Field(() => ID, { description: "The type to close." })
  contractType!: string;
}
