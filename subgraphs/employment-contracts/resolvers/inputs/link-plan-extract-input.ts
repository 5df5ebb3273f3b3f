import { Length } from "class-validator";
import { Field, ID, InputType } from "type-graphql";

const LONGEST_HASH = 128;

@InputType({ description: "An extract of a health action plan to link to a contract." })
export class LinkPlanExtractInput {
  @Field(() => ID, { description: "The contract that takes in the extract." })
  contract!: string;

  @Field(() => ID, { description: "The extract proposed to your organisation." })
  planExtract!: string;

  @Length(1, LONGEST_HASH)
  @Field(() => String, {
    description: "Hash of the extract you read, so that no other text than the approved one is linked.",
  })
  contentHash!: string;
}
