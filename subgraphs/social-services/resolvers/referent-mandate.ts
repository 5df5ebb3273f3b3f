import { Arg, Ctx, Directive, Field, FieldResolver, ID, Mutation, ObjectType, Resolver, Root } from "type-graphql";
import { isIdentifier } from "../../../kit/identifier.ts";
import { Public } from "../../../kit/public.ts";
import { asPayload, UserError } from "../../../kit/user-error.ts";
import type { SocialServicesContext } from "../context.ts";
import { Organization } from "../entities/organization.ts";
import { Person } from "../entities/person.ts";
import { Professional } from "../entities/professional.ts";
import { ReferentMandate } from "../entities/referent-mandate.ts";
import { SocialFollowUp } from "../entities/rules.ts";
import { mandateKeepers, mayActOn } from "../policies/actor.ts";
import { endReferentMandate } from "../services/end-referent-mandate.ts";
import { giveReferentMandate } from "../services/give-referent-mandate.ts";
import { handOverReferentMandate } from "../services/hand-over-referent-mandate.ts";
import { mayHandOverTo } from "../services/may-give-mandate.ts";
import {
  EndReferentMandateInput,
  GiveReferentMandateInput,
  HandOverReferentMandateInput,
} from "./referent-mandate-inputs.ts";

/** Declares the payload of one act on the mandate. */
function declarePayload(name: string) {
  @Public("It reports the viewer's own act.")
  @ObjectType(name, { description: "What the act changed, or why it changed nothing." })
  class Payload {
    @Field(() => ReferentMandate, { nullable: true, description: "The mandate as it is now." })
    referentMandate?: ReferentMandate;

    @Field(() => [UserError], { description: "Why nothing was changed; empty when the act was done." })
    userErrors!: UserError[];
  }
  return Payload;
}

const GiveReferentMandatePayload = declarePayload("GiveReferentMandatePayload");
const EndReferentMandatePayload = declarePayload("EndReferentMandatePayload");

@Public("It reports the viewer's own act.")
@ObjectType({ description: "What the hand-over changed, or why it changed nothing." })
class HandOverReferentMandatePayload {
  @Field(() => ReferentMandate, { nullable: true, description: "The mandate of your organisation, now ended." })
  ended?: ReferentMandate;

  @Field(() => ReferentMandate, {
    nullable: true,
    description: "The mandate that takes over; absent when you may not read it in the other organisation.",
  })
  referentMandate?: ReferentMandate;

  @Field(() => [UserError], { description: "Why nothing was changed; empty when the act was done." })
  userErrors!: UserError[];
}

@Resolver(() => ReferentMandate)
export class ReferentMandateResolver {
  @SocialFollowUp()
  @FieldResolver(() => Person, { nullable: true, description: "The person accompanied." })
  person(@Root() mandate: ReferentMandate): Person {
    return { id: mandate.personId };
  }

  @SocialFollowUp()
  @FieldResolver(() => Organization, { nullable: true, description: "The organisation of the référent." })
  organization(@Root() mandate: ReferentMandate): Organization {
    return { id: mandate.organizationId };
  }

  @SocialFollowUp()
  @FieldResolver(() => Professional, { nullable: true, description: "The référent, when the hub knows her." })
  referent(@Root() mandate: ReferentMandate): Professional | null {
    return mandate.referentId ? { id: mandate.referentId } : null;
  }

  @Public("It tells the viewer of her own rights.")
  @FieldResolver(() => Boolean, { description: "Whether you may hand it over: it is your organisation's, and active." })
  viewerCanHandOver(@Root() mandate: ReferentMandate, @Ctx() { viewer }: SocialServicesContext): boolean {
    return mandate.endedOn === null && mayActOn(viewer, mandateKeepers, mandate);
  }

  @Public("It tells the viewer of her own rights.")
  @FieldResolver(() => Boolean, {
    description:
      "Whether this organisation may take it over: the person consents that it knows, and it works where she lives or was invited by her.",
  })
  async viewerCanHandOverTo(
    @Root() mandate: ReferentMandate,
    @Arg("organization", () => ID, { description: "The organisation that would take over." }) organization: string,
    @Ctx() context: SocialServicesContext,
  ): Promise<boolean> {
    return isIdentifier(organization) && (await mayHandOverTo(context, mandate, organization));
  }

  @Public("It tells the viewer of her own rights.")
  @FieldResolver(() => Boolean, { description: "Whether you may end it: it is your organisation's, and active." })
  viewerCanEnd(@Root() mandate: ReferentMandate, @Ctx() { viewer }: SocialServicesContext): boolean {
    return mandate.endedOn === null && mayActOn(viewer, mandateKeepers, mandate);
  }

  @Public("Used between sources only.")
  @Directive("@inaccessible")
  @FieldResolver(() => ID, {
    nullable: true,
    description: "The person, while the mandate is active; travels between sources only.",
  })
  coordinatedPersonId(@Root() { personId, endedOn }: ReferentMandate): string | null {
    return endedOn === null ? personId : null;
  }

  @Public("Used between sources only.")
  @Directive("@inaccessible")
  @FieldResolver(() => ID, {
    nullable: true,
    description: "The organisation that holds it, while the mandate is active; travels between sources only.",
  })
  coordinatingOrganizationId(@Root() { organizationId, endedOn }: ReferentMandate): string | null {
    return endedOn === null ? organizationId : null;
  }

  @Mutation(() => GiveReferentMandatePayload, {
    nullable: true,
    description: "Makes your organisation the référent of a person who agreed and has none.",
  })
  giveReferentMandate(
    @Arg("input", () => GiveReferentMandateInput, { description: "Whose référent, and how she agreed." })
    input: GiveReferentMandateInput,
    @Ctx() context: SocialServicesContext,
  ) {
    return asPayload(async () => ({ referentMandate: await giveReferentMandate(context, input) }));
  }

  @Mutation(() => HandOverReferentMandatePayload, {
    nullable: true,
    description: "Ends a mandate and begins the next one in a single act, so that the person always has a référent.",
  })
  handOverReferentMandate(
    @Arg("input", () => HandOverReferentMandateInput, { description: "Who takes over, and how she agreed." })
    input: HandOverReferentMandateInput,
    @Ctx() context: SocialServicesContext,
  ) {
    return asPayload(() => handOverReferentMandate(context, input));
  }

  @Mutation(() => EndReferentMandatePayload, {
    nullable: true,
    description: "Ends a mandate without anyone taking over, for a reason that stays on record.",
  })
  endReferentMandate(
    @Arg("input", () => EndReferentMandateInput, { description: "Which mandate ends, and why." })
    input: EndReferentMandateInput,
    @Ctx() context: SocialServicesContext,
  ) {
    return asPayload(async () => ({ referentMandate: await endReferentMandate(context, input) }));
  }
}
