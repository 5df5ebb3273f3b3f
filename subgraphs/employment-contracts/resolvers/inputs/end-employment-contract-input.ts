import { Field, ID, InputType } from "type-graphql";
import { DateScalar } from "../../../../kit/scalars.ts";
import { ContractClosingReasonEnum } from "../../entities/schema-enums.ts";
import type { ClosingReason } from "../../policies/closing-reason.ts";

@InputType({ description: "The end of a contract, or its abandonment before it was signed." })
export class EndEmploymentContractInput {
  @Field(() => ID, { description: "The contract to end." })
  contract!: string;

  @Field(() => DateScalar, { description: "Day it ended or was given up." })
  endedOn!: string;

  @Field(() => ContractClosingReasonEnum, {
    nullable: true,
    defaultValue: null,
    description: "Why, in closed words; nothing about health is asked.",
  })
  reason!: ClosingReason | null;
}
