import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from "type-graphql";
import { asPayload } from "../../../kit/user-error.ts";
import type { ConsentContext } from "../context.ts";
import { AccompanimentInvitation } from "../entities/accompaniment-invitation.ts";
import { Organization } from "../entities/organization.ts";
import { mayKnowAccompanied } from "../policies/internal-roles.ts";
import { codeOf } from "../policies/invitation.ts";
import { lookUpInvitation } from "../repositories/invitations.ts";
import { inviteToAccompany } from "../services/invite-to-accompany.ts";
import { joinAccompaniment } from "../services/join-accompaniment.ts";
import { InviteToAccompanyInput, JoinAccompanimentInput } from "./accompaniment-inputs.ts";
import { InviteToAccompanyPayload, JoinAccompanimentPayload } from "./accompaniment-payloads.ts";

@Resolver(() => AccompanimentInvitation)
export class AccompanimentInvitationResolver {
  @FieldResolver(() => String, {
    nullable: true,
    description: "The code to tell who is invited; for who made the invitation, as long as it is open.",
  })
  async code(@Root() invitation: AccompanimentInvitation, @Ctx() { viewer, receiptKey }: ConsentContext) {
    const { id, madeBy, takenBackAt, accompanimentId } = invitation;
    return viewer?.subject === madeBy && !takenBackAt && !accompanimentId ? codeOf(id, await receiptKey()) : null;
  }

  @FieldResolver(() => Organization, {
    nullable: true,
    description: "The organisation that is invited; absent for any that works in one of the départements.",
  })
  organization(@Root() { invitedOrganizationId }: AccompanimentInvitation, @Ctx() { organizations }: ConsentContext) {
    return invitedOrganizationId ? organizations.load(invitedOrganizationId) : null;
  }

  @Query(() => AccompanimentInvitation, {
    nullable: true,
    description:
      "The invitation with this code, when your organisation may take it up; each look is recorded, and only a few an hour find anything.",
  })
  accompanimentInvitation(
    @Arg("code", () => String, { description: "The code as the person told it, with or without hyphens." })
    code: string,
    @Ctx() { em, viewer, requestId }: ConsentContext,
  ) {
    if (!viewer?.organization || !mayKnowAccompanied(viewer)) return null;
    return lookUpInvitation(em, { ...viewer, organization: viewer.organization }, requestId, code);
  }

  @Mutation(() => InviteToAccompanyPayload, {
    nullable: true,
    description: "Invites an organisation to accompany a person: its code lets it join once, within a day.",
  })
  inviteToAccompany(
    @Arg("input", () => InviteToAccompanyInput, { description: "Who is invited, and on what basis." })
    input: InviteToAccompanyInput,
    @Ctx() context: ConsentContext,
  ) {
    return asPayload(async () => ({ accompanimentInvitation: await inviteToAccompany(context, input) }));
  }

  @Mutation(() => JoinAccompanimentPayload, {
    nullable: true,
    description: "Takes up an invitation: from now on your organisation accompanies the person, who sees it.",
  })
  joinAccompaniment(
    @Arg("input", () => JoinAccompanimentInput, { description: "Which invitation." }) input: JoinAccompanimentInput,
    @Ctx() context: ConsentContext,
  ) {
    return asPayload(async () => ({ accompaniment: await joinAccompaniment(context, input) }));
  }
}
