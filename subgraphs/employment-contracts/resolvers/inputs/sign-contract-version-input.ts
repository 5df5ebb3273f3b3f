import { Length } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";

const LONGEST_HASH = 128;

@InputType({ description: "The very text of a contract that the viewer signs." })
export class SignContractVersionInput {
  @Field(() => ID, { description: "The contract to sign." })
  contract!: string;

  @Field(() => Int, { description: "Number of the version that awaits signatures." })
  version!: number;

  @Length(1, LONGEST_HASH)
  @Field(() => String, { description: "Hash of the text you read, so that no other text is signed." })
  textHash!: string;
}
