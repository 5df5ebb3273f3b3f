import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { ConsentContext } from "../context.ts";
import { Organization } from "../entities/organization.ts";
import { Professional } from "../entities/professional.ts";

@Resolver(() => Professional)
export class ProfessionalResolver {
  @FieldResolver(() => [Organization], { nullable: true, description: "The organisations she is a member of now." })
  async organizations(
    @Root() { id }: Professional,
    @Ctx() { membershipsOfProfessional, organizations }: ConsentContext,
  ) {
    const memberships = await membershipsOfProfessional.load(id);
    const ids = [...new Set(memberships.map(({ organizationId }) => organizationId))];
    const found = await Promise.all(ids.map((organizationId) => organizations.load(organizationId)));
    return found.filter((organization) => organization !== null);
  }
}
