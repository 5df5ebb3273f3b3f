import { Arg, Args, Ctx, Field, FieldResolver, Mutation, ObjectType, Query, Resolver, Root } from "type-graphql";
import { declareConnection } from "../../../kit/connection.ts";
import { Public } from "../../../kit/public.ts";
import { asPayload, UserError } from "../../../kit/user-error.ts";
import type { SocialServicesContext } from "../context.ts";
import { Barrier } from "../entities/barrier.ts";
import { BarrierAction } from "../entities/barrier-action.ts";
import { BarrierActionChange } from "../entities/barrier-action-change.ts";
import { Organization } from "../entities/organization.ts";
import { Person } from "../entities/person.ts";
import { SocialFollowUp } from "../entities/rules.ts";
import { mayFollowAction } from "../policies/actor.ts";
import { barrierActions } from "../repositories/barrier-actions.ts";
import { findOpenWork } from "../repositories/open-work.ts";
import { changeBarrierActionStatus } from "../services/change-barrier-action-status.ts";
import { planBarrierAction } from "../services/plan-barrier-action.ts";
import { ChangeBarrierActionStatusInput, PlanBarrierActionInput } from "./barrier-action-inputs.ts";
import { OpenWorkArguments } from "./open-work-arguments.ts";

const BarrierActionConnection = declareConnection(BarrierAction, "BarrierAction", "actions");

/** Declares the payload of one act on an action. */
function declarePayload(name: string) {
  @Public("It reports the viewer's own act.")
  @ObjectType(name, { description: "What the act changed, or why it changed nothing." })
  class Payload {
    @Field(() => BarrierAction, { nullable: true, description: "The action as it is now." })
    barrierAction?: BarrierAction;

    @Field(() => [UserError], { description: "Why nothing was changed; empty when the act was done." })
    userErrors!: UserError[];
  }
  return Payload;
}

const PlanBarrierActionPayload = declarePayload("PlanBarrierActionPayload");
const ChangeBarrierActionStatusPayload = declarePayload("ChangeBarrierActionStatusPayload");

@Resolver(() => BarrierAction)
export class BarrierActionResolver {
  @Query(() => BarrierActionConnection, {
    nullable: true,
    description:
      "Open actions about barriers that your organisation is to do or keeps the file of, or about yourself, the first due first.",
  })
  barrierActions(
    @Args(() => OpenWorkArguments) page: OpenWorkArguments,
    @Ctx() { em, enforcement }: SocialServicesContext,
  ) {
    const asked = { first: page.first, after: page.after ?? null, dueBefore: page.dueBefore ?? null };
    return findOpenWork(em, enforcement, barrierActions, asked);
  }

  @SocialFollowUp()
  @FieldResolver(() => Barrier, { nullable: true, description: "The barrier it is about." })
  barrier(@Root() { barrierId }: BarrierAction, @Ctx() { barriers }: SocialServicesContext) {
    return barriers.load(barrierId);
  }

  @SocialFollowUp()
  @FieldResolver(() => Person, { nullable: true, description: "The person for whom it is done." })
  person(@Root() { personId }: BarrierAction): Person {
    return { id: personId };
  }

  @SocialFollowUp()
  @FieldResolver(() => Organization, { nullable: true, description: "The organisation that is to do it." })
  assignee(@Root() { assigneeId }: BarrierAction): Organization {
    return { id: assigneeId };
  }

  @SocialFollowUp()
  @FieldResolver(() => [BarrierActionChange], {
    nullable: true,
    description: "Its history, from the first step to the last.",
  })
  history(@Root() { id }: BarrierAction, @Ctx() { changesOfBarrierAction }: SocialServicesContext) {
    return changesOfBarrierAction.load(id);
  }

  @Public("It tells the viewer of her own rights.")
  @FieldResolver(() => Boolean, {
    description: "Whether you may change its status: it is open, and your organisation's to do or to follow.",
  })
  viewerCanChangeStatus(@Root() action: BarrierAction, @Ctx() { viewer }: SocialServicesContext): boolean {
    return action.endedOn === null && mayFollowAction(viewer, action);
  }

  @Mutation(() => PlanBarrierActionPayload, {
    nullable: true,
    description: "Plans what is to be done about a barrier in a file of your organisation, by whom and by when.",
  })
  planBarrierAction(
    @Arg("input", () => PlanBarrierActionInput, { description: "What is to be done." }) input: PlanBarrierActionInput,
    @Ctx() context: SocialServicesContext,
  ) {
    return asPayload(async () => ({ barrierAction: await planBarrierAction(context, input) }));
  }

  @Mutation(() => ChangeBarrierActionStatusPayload, {
    nullable: true,
    description: "Records that an action about a barrier has begun, was done or was given up, with its day.",
  })
  changeBarrierActionStatus(
    @Arg("input", () => ChangeBarrierActionStatusInput, { description: "What to change." })
    input: ChangeBarrierActionStatusInput,
    @Ctx() context: SocialServicesContext,
  ) {
    return asPayload(async () => ({ barrierAction: await changeBarrierActionStatus(context, input) }));
  }
}

@Resolver(() => BarrierActionChange)
export class BarrierActionChangeResolver {
  @SocialFollowUp()
  @FieldResolver(() => Organization, { nullable: true, description: "Organisation of the one who recorded it." })
  actorOrganization(@Root() { actorOrganizationId }: BarrierActionChange): Organization {
    return { id: actorOrganizationId };
  }
}
