import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Protected } from "../../protected.ts";
import type { ConsentContext } from "../context.ts";
import { ConsentEvidence } from "../entities/consent-evidence.ts";
import { Organization } from "../entities/organization.ts";
import { ProxyAuthority } from "../entities/proxy-authority.ts";

@Resolver(() => ConsentEvidence)
export class ConsentEvidenceResolver {
  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @FieldResolver(() => Organization, { nullable: true, description: "The organisation that keeps it or attests it." })
  custodian(@Root() { custodianOrganizationId }: ConsentEvidence, @Ctx() { organizations }: ConsentContext) {
    return custodianOrganizationId ? organizations.load(custodianOrganizationId) : null;
  }

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @FieldResolver(() => ProxyAuthority, {
    nullable: true,
    description: "Under which authority it was given, as far as you may know of it; absent when she decided herself.",
  })
  authority(@Root() { authorityId }: ConsentEvidence, @Ctx() { authorities }: ConsentContext) {
    return authorityId ? authorities.load(authorityId) : null;
  }
}
