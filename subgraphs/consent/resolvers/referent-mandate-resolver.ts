import { Ctx, Directive, FieldResolver, Resolver, Root } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import type { ConsentContext } from "../context.ts";
import { Accompaniment } from "../entities/accompaniment.ts";
import { ReferentMandate } from "../entities/referent-mandate.ts";
import { mayCoordinate } from "../policies/internal-roles.ts";

/** The whole of those who accompany a person, for who coordinates them: where there is no active mandate, nobody. */
@Resolver(() => ReferentMandate)
export class ReferentMandateResolver {
  @Directive('@requires(fields: "coordinatedPersonId coordinatingOrganizationId")')
  @Public("Each follows the rule of its own type.")
  @FieldResolver(() => [Accompaniment], {
    nullable: true,
    description:
      "All who accompany the person or did, for her and for the référent while the mandate is active: each whose organisation she lets tell it.",
  })
  interveners(@Root() mandate: ReferentMandate, @Ctx() { viewer, accompanimentsOfPerson }: ConsentContext) {
    const { coordinatedPersonId: personId, coordinatingOrganizationId: organizationId } = mandate;
    if (!personId || !organizationId || !mayCoordinate(viewer, { personId, organizationId })) return [];
    return accompanimentsOfPerson.load(personId);
  }
}
