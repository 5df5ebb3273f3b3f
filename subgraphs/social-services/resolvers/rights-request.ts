import { Arg, Ctx, Field, FieldResolver, Mutation, ObjectType, Resolver, Root } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { asPayload, UserError } from "../../../kit/user-error.ts";
import type { SocialServicesContext } from "../context.ts";
import { Organization } from "../entities/organization.ts";
import { RightsRequest } from "../entities/rights-request.ts";
import { RightsRequestChange } from "../entities/rights-request-change.ts";
import { SocialFollowUp } from "../entities/rules.ts";
import { changeRightsRequestState } from "../services/change-rights-request-state.ts";
import { requestRight } from "../services/request-right.ts";
import { ChangeRightsRequestStateInput, RequestRightInput } from "./rights-request-inputs.ts";

/** Declares the payload of one act on the request for a right. */
function declarePayload(name: string) {
  @Public("It reports the viewer's own act.")
  @ObjectType(name, { description: "What the act changed, or why it changed nothing." })
  class Payload {
    @Field(() => RightsRequest, { nullable: true, description: "The request for a right as it is now." })
    rightsRequest?: RightsRequest;

    @Field(() => [UserError], { description: "Why nothing was changed; empty when the act was done." })
    userErrors!: UserError[];
  }
  return Payload;
}

const RequestRightPayload = declarePayload("RequestRightPayload");
const ChangeRightsRequestStatePayload = declarePayload("ChangeRightsRequestStatePayload");

@Resolver(() => RightsRequest)
export class RightsRequestResolver {
  @SocialFollowUp()
  @FieldResolver(() => [RightsRequestChange], {
    nullable: true,
    description: "Its history, from the first step to the last.",
  })
  history(@Root() request: RightsRequest, @Ctx() context: SocialServicesContext) {
    return context.changesOfRightsRequest.load(request.id);
  }

  @Mutation(() => RequestRightPayload, {
    nullable: true,
    description: "Records a request for a right in a social file of your organisation.",
  })
  requestRight(
    @Arg("input", () => RequestRightInput, { description: "What to record." }) input: RequestRightInput,
    @Ctx() context: SocialServicesContext,
  ) {
    return asPayload(async () => ({ rightsRequest: await requestRight(context, input) }));
  }

  @Mutation(() => ChangeRightsRequestStatePayload, {
    nullable: true,
    description: "Records that a request for a right came to another state, with its reason and day.",
  })
  changeRightsRequestState(
    @Arg("input", () => ChangeRightsRequestStateInput, { description: "What to change." })
    input: ChangeRightsRequestStateInput,
    @Ctx() context: SocialServicesContext,
  ) {
    return asPayload(async () => ({ rightsRequest: await changeRightsRequestState(context, input) }));
  }
}

@Resolver(() => RightsRequestChange)
export class RightsRequestChangeResolver {
  @SocialFollowUp()
  @FieldResolver(() => Organization, { nullable: true, description: "Organisation of the one who recorded it." })
  actorOrganization(@Root() change: RightsRequestChange): Organization {
    return { id: change.actorOrganizationId };
  }
}
