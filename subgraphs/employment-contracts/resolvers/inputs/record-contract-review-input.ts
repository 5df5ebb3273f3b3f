import { Field, ID, InputType } from "type-graphql";
import { DateScalar } from "../../../../kit/scalars.ts";

@InputType({ description: "A review of a contract after which nothing had to change." })
export class RecordContractReviewInput {
  @Field(() => ID, { description: "The contract that was reviewed." })
  contract!: string;

  @Field(() => DateScalar, { description: "Day of the review." })
  reviewedOn!: string;
}
