import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { ConsentContext } from "../context.ts";
import { DecisionRecord } from "../entities/decision-record.ts";
import { Organization } from "../entities/organization.ts";
import { tellDisclosure } from "../policies/disclosure-sentence.ts";

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

  @FieldResolver(() => String, {
    description:
      "The whole of it in plain French: who asked for what, of whom, for what purpose, and whether it was shown.",
  })
  async sentence(@Root() record: DecisionRecord, @Ctx() { organizations }: ConsentContext): Promise<string> {
    const nameOf = async (id: string | null) => (id ? ((await organizations.load(id))?.name ?? null) : null);
    const [asker, holder, ...receivers] = await Promise.all(
      [record.actorOrganizationId, record.sourceOrganizationId, ...record.receiverOrganizationIds].map(nameOf),
    );
    const named = receivers.filter((name) => name !== null);
    return tellDisclosure({ ...record, asker: asker ?? null, holder: holder ?? null, receivers: named });
  }
}
