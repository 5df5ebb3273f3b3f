import { Arg, Ctx, Field, FieldResolver, Mutation, ObjectType, Resolver, Root } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { asPayload, UserError } from "../../../kit/user-error.ts";
import type { SocialServicesContext } from "../context.ts";
import { DisabilityRequest } from "../entities/disability-request.ts";
import { DisabilityRequestChange } from "../entities/disability-request-change.ts";
import { Organization } from "../entities/organization.ts";
import { DisabilityRights } from "../entities/rules.ts";
import { changeDisabilityRequestState } from "../services/change-disability-request-state.ts";
import { requestDisabilityRight } from "../services/request-disability-right.ts";
import { ChangeDisabilityRequestStateInput, RequestDisabilityRightInput } from "./disability-request-inputs.ts";

/** Declares the payload of one act on the request linked to a disability. */
function declarePayload(name: string) {
  @Public("It reports the viewer's own act.")
  @ObjectType(name, { description: "What the act changed, or why it changed nothing." })
  class Payload {
    @Field(() => DisabilityRequest, { nullable: true, description: "The request linked to a disability as it is now." })
    disabilityRequest?: DisabilityRequest;

    @Field(() => [UserError], { description: "Why nothing was changed; empty when the act was done." })
    userErrors!: UserError[];
  }
  return Payload;
}

const RequestDisabilityRightPayload = declarePayload("RequestDisabilityRightPayload");
const ChangeDisabilityRequestStatePayload = declarePayload("ChangeDisabilityRequestStatePayload");

@Resolver(() => DisabilityRequest)
export class DisabilityRequestResolver {
  @DisabilityRights()
  @FieldResolver(() => [DisabilityRequestChange], {
    nullable: true,
    description: "Its history, from the first step to the last.",
  })
  history(@Root() request: DisabilityRequest, @Ctx() context: SocialServicesContext) {
    return context.changesOfDisabilityRequest.load(request.id);
  }

  @Mutation(() => RequestDisabilityRightPayload, {
    nullable: true,
    description: "Records a request linked to a disability in a social file of your organisation.",
  })
  requestDisabilityRight(
    @Arg("input", () => RequestDisabilityRightInput, { description: "What to record." })
    input: RequestDisabilityRightInput,
    @Ctx() context: SocialServicesContext,
  ) {
    return asPayload(async () => ({ disabilityRequest: await requestDisabilityRight(context, input) }));
  }

  @Mutation(() => ChangeDisabilityRequestStatePayload, {
    nullable: true,
    description: "Records that a request linked to a disability came to another state, with its reason and day.",
  })
  changeDisabilityRequestState(
    @Arg("input", () => ChangeDisabilityRequestStateInput, { description: "What to change." })
    input: ChangeDisabilityRequestStateInput,
    @Ctx() context: SocialServicesContext,
  ) {
    return asPayload(async () => ({ disabilityRequest: await changeDisabilityRequestState(context, input) }));
  }
}

@Resolver(() => DisabilityRequestChange)
export class DisabilityRequestChangeResolver {
  @DisabilityRights()
  @FieldResolver(() => Organization, { nullable: true, description: "Organisation of the one who recorded it." })
  actorOrganization(@Root() change: DisabilityRequestChange): Organization {
    return { id: change.actorOrganizationId };
  }
}
