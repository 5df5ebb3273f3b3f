import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { asPayload } from "../../../kit/user-error.ts";
import { Protected } from "../../protected.ts";
import type { ConsentContext } from "../context.ts";
import { Accompaniment } from "../entities/accompaniment.ts";
import { Organization } from "../entities/organization.ts";
import { Professional } from "../entities/professional.ts";
import { mayEndAccompaniment } from "../policies/internal-roles.ts";
import { endAccompaniment } from "../services/end-accompaniment.ts";
import { EndAccompanimentInput } from "./accompaniment-inputs.ts";
import { EndAccompanimentPayload } from "./accompaniment-payloads.ts";

@Resolver(() => Accompaniment)
export class AccompanimentResolver {
  @Protected("SOCIAL_RIGHTS", "SOCIAL_FOLLOW_UP")
  @FieldResolver(() => Organization, { nullable: true, description: "The organisation that accompanies her." })
  organization(@Root() { organizationId }: Accompaniment, @Ctx() { organizations }: ConsentContext) {
    return organizations.load(organizationId);
  }

  @Protected("SOCIAL_RIGHTS", "SOCIAL_FOLLOW_UP")
  @FieldResolver(() => Professional, {
    nullable: true,
    description: "The professional who joined in its name; absent when the hub does not know.",
  })
  professional(@Root() { professionalId }: Accompaniment, @Ctx() { professionals }: ConsentContext) {
    return professionalId ? professionals.load(professionalId) : null;
  }

  @Protected("SOCIAL_RIGHTS", "SOCIAL_FOLLOW_UP")
  @FieldResolver(() => Boolean, {
    nullable: true,
    description:
      "Whether a record says the same as its basis: its mandate, a prescription addressed to it, her own invitation, a consent she gave. Otherwise it is the word of who invited.",
  })
  async isBasisConfirmed(@Root() { id }: Accompaniment, @Ctx() { standingOfAccompaniment }: ConsentContext) {
    return (await standingOfAccompaniment.load(id))?.isBasisConfirmed;
  }

  @Protected("IDENTITY_CONTACT", "CARE_ACCESS_COORDINATION")
  @FieldResolver(() => String, {
    nullable: true,
    description: "INSEE code of the commune where she lived when it joined; absent when the invitation did not say.",
  })
  async communeCode(@Root() { id }: Accompaniment, @Ctx() { standingOfAccompaniment }: ConsentContext) {
    return (await standingOfAccompaniment.load(id))?.communeCode;
  }

  @Public("It tells the viewer of her own rights.")
  @FieldResolver(() => Boolean, {
    description:
      "Whether you may end it; an organisation that is her référent hands the mandate over, or ends it, first.",
  })
  viewerCanEnd(@Root() accompaniment: Accompaniment, @Ctx() { viewer }: ConsentContext): boolean {
    return mayEndAccompaniment(viewer, accompaniment);
  }

  @Mutation(() => EndAccompanimentPayload, {
    nullable: true,
    description: "Ends an accompaniment at once: the organisation may no longer know who she is.",
  })
  endAccompaniment(
    @Arg("input", () => EndAccompanimentInput, { description: "Which one, and why." }) input: EndAccompanimentInput,
    @Ctx() context: ConsentContext,
  ) {
    return asPayload(async () => ({ accompaniment: await endAccompaniment(context, input) }));
  }
}
