import { Arg, Ctx, Field, FieldResolver, Mutation, ObjectType, Resolver, Root } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { asPayload, UserError } from "../../../kit/user-error.ts";
import type { ConsentContext } from "../context.ts";
import { Organization, OrganizationKind } from "../entities/organization.ts";
import { OrganizationArea } from "../entities/organization-area.ts";
import { TerritoryRecord } from "../entities/territory-record.ts";
import { mayRecordTerritory } from "../policies/internal-roles.ts";
import { recordOrganizationTerritory } from "../services/record-organization-territory.ts";
import { RecordOrganizationTerritoryInput } from "./territory-inputs.ts";

@Public("It reports the viewer's own act.")
@ObjectType({ description: "What became of recording where an organisation works." })
class RecordOrganizationTerritoryPayload {
  @Field(() => Organization, { nullable: true, description: "The organisation as it is now." })
  organization?: Organization | null;

  @Field(() => [UserError], { description: "Why nothing was changed; empty when it was." })
  userErrors!: UserError[];
}

@Resolver(() => Organization)
export class OrganizationResolver {
  @FieldResolver(() => [OrganizationArea], {
    nullable: true,
    description: "The areas in which it works; none for its whole département.",
  })
  territory(@Root() { id }: Organization, @Ctx() { areasOfOrganization }: ConsentContext) {
    return areasOfOrganization.load(id);
  }

  @FieldResolver(() => [TerritoryRecord], {
    nullable: true,
    description: "Where it worked since when, the latest first; what was there before anybody recorded it is left out.",
  })
  territoryRecords(@Root() { id }: Organization, @Ctx() { territoryRecordsOfOrganization }: ConsentContext) {
    return territoryRecordsOfOrganization.load(id);
  }

  @FieldResolver(() => Boolean, {
    description: "Whether you may record where it works: you are the data-protection officer of the hub's operator.",
  })
  async viewerCanRecordTerritory(@Ctx() { viewer, organizations }: ConsentContext): Promise<boolean> {
    if (!viewer?.organization || !mayRecordTerritory(viewer)) return false;
    return (await organizations.load(viewer.organization))?.kind === OrganizationKind.HUB_OPERATOR;
  }

  @Mutation(() => RecordOrganizationTerritoryPayload, {
    nullable: true,
    description: "Records where an organisation works; who may join or be a référent follows from it from now on.",
  })
  recordOrganizationTerritory(
    @Arg("input", () => RecordOrganizationTerritoryInput, { description: "Which organisation, and where." })
    input: RecordOrganizationTerritoryInput,
    @Ctx() context: ConsentContext,
  ) {
    return asPayload(async () => ({ organization: await recordOrganizationTerritory(context, input) }));
  }
}
