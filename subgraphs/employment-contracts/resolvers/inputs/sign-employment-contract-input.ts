import { Field, ID, InputType, Int } from "type-graphql";
import { DateScalar } from "../../../../kit/scalars.ts";

@InputType({ description: "The signatures of both parties, given on paper." })
export class SignEmploymentContractInput {
  @Field(() => ID, { description: "The contract that was signed." })
  contract!: string;

  @Field(() => DateScalar, { description: "Day both signed, or the second of them." })
  signedOn!: string;

  @Field(() => Int, {
    nullable: true,
    defaultValue: null,
    description: "The version that was signed; the first one without it. An amendment or a renewal is named.",
  })
  version!: number | null;
}
