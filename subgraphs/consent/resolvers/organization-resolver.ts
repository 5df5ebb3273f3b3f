import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { ConsentContext } from "../context.ts";
import { Organization } from "../entities/organization.ts";
import { OrganizationArea } from "../entities/organization-area.ts";

@Resolver(() => Organization)
export class OrganizationResolver {
  @FieldResolver(() => [OrganizationArea], {
    nullable: true,
    description: "The areas in which it works; none for its whole département.",
  })
  territory(@Root() { id }: Organization, @Ctx() { areasOfOrganization }: ConsentContext) {
    return areasOfOrganization.load(id);
  }
}
