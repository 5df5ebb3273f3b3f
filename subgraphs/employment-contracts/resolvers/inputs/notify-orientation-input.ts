import { Field, ID, InputType } from "type-graphql";
import { DateScalar } from "../../../../kit/scalars.ts";

@InputType({ description: "An orientation decision that was notified to the person before she signed." })
export class NotifyOrientationInput {
  @Field(() => ID, { description: "The contract that follows from the decision." })
  contract!: string;

  @Field(() => DateScalar, { description: "Day the decision was notified to her." })
  orientationNotifiedOn!: string;
}
