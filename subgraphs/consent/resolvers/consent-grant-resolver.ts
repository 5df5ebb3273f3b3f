import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Protected } from "../../protected.ts";
import type { ConsentContext } from "../context.ts";
import { ConsentGrant } from "../entities/consent-grant.ts";
import { Organization } from "../entities/organization.ts";

@Resolver(() => ConsentGrant)
export class ConsentGrantResolver {
  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @FieldResolver(() => Organization, { nullable: true, description: "The organisation that holds the data." })
  source(@Root() grant: ConsentGrant, @Ctx() { organizations }: ConsentContext) {
    return organizations.load(grant.sourceOrganizationId);
  }

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @FieldResolver(() => Organization, { nullable: true, description: "The organisation that may receive them." })
  recipient(@Root() grant: ConsentGrant, @Ctx() { organizations }: ConsentContext) {
    return organizations.load(grant.granteeOrganizationId);
  }
}
