import { type ClassType, Field, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { UserError } from "../../../kit/user-error.ts";
import { Convention } from "../entities/convention.ts";
import { ConventionFunding } from "../entities/convention-funding.ts";
import { ConventionTarget } from "../entities/convention-target.ts";

/** Declares the payload of one act on a convention, with what it changed under `field`. */
function declarePayload(name: string, field: string, changed: () => ClassType<object>) {
  @Public("It reports the viewer's own act.")
  @ObjectType(name, { description: "What the act changed, or why it changed nothing." })
  class Payload {
    @Field(changed, { name: field, nullable: true, description: "It as it is now." })
    changed?: object;

    @Field(() => [UserError], { description: "Why nothing was changed; empty when the act was done." })
    userErrors!: UserError[];
  }
  return Payload;
}

export const RecordConventionPayload = declarePayload("RecordConventionPayload", "convention", () => Convention);
export const ConfirmFundingConditionPayload = declarePayload(
  "ConfirmFundingConditionPayload",
  "conventionFunding",
  () => ConventionFunding,
);
export const CountConventionTargetPayload = declarePayload(
  "CountConventionTargetPayload",
  "conventionTarget",
  () => ConventionTarget,
);
