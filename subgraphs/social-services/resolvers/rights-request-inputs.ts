import { MaxLength } from "class-validator";
import { Field, ID, InputType, Int } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import type { RightsKind } from "../../rights-kinds.ts";
import { NoSocialSecurityNumber } from "../../social-security-number.ts";
import { RequestStateEnum, RightsKindEnum } from "../entities/enums.ts";
import type { RequestState } from "../policies/file-words.ts";

@InputType({ description: "A request for a right to record." })
export class RequestRightInput {
  @Field(() => ID, { description: "The file of your organisation in which to record it." })
  socialFile!: string;

  @Field(() => RightsKindEnum, { description: "The right asked for." })
  kind!: RightsKind;

  @MaxLength(120)
  @NoSocialSecurityNumber()
  @Field(() => String, { nullable: true, description: "Name of the right, only when its kind is OTHER." })
  label?: string | null;

  @Field(() => DateScalar, { nullable: true, description: "Day on which the request was made; today when absent." })
  requestedOn?: string | null;

  @Field(() => RequestStateEnum, {
    defaultValue: RequestStateEnum.INVESTIGATION_ONGOING,
    description: "Where the request stands when it is recorded.",
  })
  state!: RequestState;
}

@InputType({ description: "A change of state of a request for a right." })
export class ChangeRightsRequestStateInput {
  @Field(() => ID, { description: "The request whose state changes." })
  request!: string;

  @Field(() => Int, { description: "The version you decided on; another one means that it was changed meanwhile." })
  version!: number;

  @Field(() => RequestStateEnum, { description: "The state it comes to." })
  state!: RequestState;

  @MaxLength(500)
  @NoSocialSecurityNumber()
  @Field(() => String, {
    nullable: true,
    description: "Why, in a few words; needed for a refusal, an adjournment and a dismissal.",
  })
  reason?: string | null;

  @Field(() => DateScalar, { nullable: true, description: "Day on which it happened; today when absent." })
  happenedOn?: string | null;
}
