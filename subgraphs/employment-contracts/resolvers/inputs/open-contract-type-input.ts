import { ArrayMaxSize, ArrayNotEmpty, Length } from "class-validator";
import { Field, InputType, Int } from "type-graphql";
import { ContractKindEnum } from "../../entities/schema-enums.ts";
import type { ContractKind } from "../../policies/contract-kind.ts";

const LONGEST_NAME = 80;
const MOST_DURATIONS = 4;

@InputType({ description: "A kind of contract as your organisation opens it." })
export class OpenContractTypeInput {
  @Length(1, LONGEST_NAME)
  @Field(() => String, { description: "What your territory calls it, for example CER or CEO; it names nobody." })
  name!: string;

  @Field(() => ContractKindEnum, { description: "The kind of the law that it is." })
  kind!: ContractKind;

  @ArrayNotEmpty()
  @ArrayMaxSize(MOST_DURATIONS)
  @Field(() => [Int], { description: "For how many months such a contract may run: some of 3, 6, 9 and 12." })
  durationsInMonths!: number[];
}
