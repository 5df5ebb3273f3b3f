import { Field, ID, InputType } from "type-graphql";

@InputType({ description: "A contract that takes in no extract any more." })
export class UnlinkPlanExtractInput {
  @Field(() => ID, { description: "The contract to free from its link." })
  contract!: string;
}
