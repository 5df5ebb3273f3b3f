import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { ConsentContext } from "../context.ts";
import { DecisionRecord } from "../entities/decision-record.ts";
import { Organization } from "../entities/organization.ts";

@Resolver(() => DecisionRecord)
export class DisclosureResolver {
  @FieldResolver(() => Organization, { nullable: true, description: "The organisation that asked." })
  organization(@Root() { actorOrganizationId }: DecisionRecord, @Ctx() { organizations }: ConsentContext) {
    return actorOrganizationId ? organizations.load(actorOrganizationId) : null;
  }

  @FieldResolver(() => Organization, {
    nullable: true,
    description: "The organisation that holds the data; absent for her identity.",
  })
  source(@Root() { sourceOrganizationId }: DecisionRecord, @Ctx() { organizations }: ConsentContext) {
    return sourceOrganizationId ? organizations.load(sourceOrganizationId) : null;
  }

  @FieldResolver(() => [Organization], { description: "The organisations that would receive the data." })
  async recipients(@Root() { receiverOrganizationIds }: DecisionRecord, @Ctx() { organizations }: ConsentContext) {
    const found = await Promise.all(receiverOrganizationIds.map((id) => organizations.load(id)));
    return found.filter((organization) => organization !== null);
  }
}
