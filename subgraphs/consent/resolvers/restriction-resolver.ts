import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import { asPayload } from "../../../kit/user-error.ts";
import type { ConsentContext } from "../context.ts";
import { Organization } from "../entities/organization.ts";
import { Professional } from "../entities/professional.ts";
import { Restriction } from "../entities/restriction.ts";
import { liftRestriction } from "../services/lift-restriction.ts";
import { restrictSharing } from "../services/restrict-sharing.ts";
import { LiftRestrictionPayload, RestrictSharingPayload } from "./consent-payloads.ts";
import { LiftRestrictionInput, RestrictSharingInput } from "./restriction-inputs.ts";

@Resolver(() => Restriction)
export class RestrictionResolver {
  @FieldResolver(() => Organization, {
    nullable: true,
    description: "The organisation that may not be shown it; absent for all.",
  })
  organization(@Root() { granteeOrganizationId }: Restriction, @Ctx() { organizations }: ConsentContext) {
    return granteeOrganizationId ? organizations.load(granteeOrganizationId) : null;
  }

  @FieldResolver(() => Professional, {
    nullable: true,
    description: "The professional who may not be shown it; absent for all.",
  })
  professional(@Root() { granteeProfessionalId }: Restriction, @Ctx() { professionals }: ConsentContext) {
    return granteeProfessionalId ? professionals.load(granteeProfessionalId) : null;
  }

  @Mutation(() => RestrictSharingPayload, {
    nullable: true,
    description:
      "Opposes that something of yours is shared, whatever you consented to; what an organisation holds itself stays its own.",
  })
  restrictSharing(
    @Arg("input", () => RestrictSharingInput, { description: "What, with whom and what for." })
    input: RestrictSharingInput,
    @Ctx() context: ConsentContext,
  ) {
    return asPayload(async () => ({ restriction: await restrictSharing(context, input) }));
  }

  @Mutation(() => LiftRestrictionPayload, {
    nullable: true,
    description: "Lifts a restriction of yours: what you consented to holds again.",
  })
  liftRestriction(
    @Arg("input", () => LiftRestrictionInput, { description: "Which one." }) input: LiftRestrictionInput,
    @Ctx() context: ConsentContext,
  ) {
    return asPayload(async () => ({ restriction: await liftRestriction(context, input) }));
  }
}
