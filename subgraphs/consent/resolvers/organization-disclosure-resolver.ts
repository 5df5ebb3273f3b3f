import { Arg, Args, Ctx, Field, FieldResolver, InputType, Query, Resolver, Root } from "type-graphql";
import { declareConnection, type Page, PageArguments, toPage } from "../../../kit/connection.ts";
import { subgraphError } from "../../../kit/subgraph-error.ts";
import type { ConsentContext } from "../context.ts";
import { DataCategory, Purpose } from "../entities/consent-words.ts";
import { Organization } from "../entities/organization.ts";
import { OrganizationDisclosure } from "../entities/organization-disclosure.ts";
import { maySearchDisclosures } from "../policies/internal-roles.ts";
import { countFound, cursorOf, type DisclosureFilter, searchDisclosures } from "../repositories/disclosure-searches.ts";

/** As long as the log is kept at least; a longer search would count more than one needs to look at. */
const MOST_DAYS = 366;

@InputType({ description: "Which disclosures are looked for: those that fit everything said." })
export class DisclosureFilterInput implements DisclosureFilter {
  @Field(() => Date, { description: "From this instant on." })
  since!: Date;

  @Field(() => Date, { description: "Before this instant, 366 days later at most." })
  until!: Date;

  @Field(() => DataCategory, { nullable: true, description: "Of this category alone." })
  category?: string | null;

  @Field(() => Purpose, { nullable: true, description: "For this purpose alone." })
  purpose?: string | null;

  @Field(() => Boolean, { defaultValue: false, description: "Only those that were not shown." })
  isRefusedOnly!: boolean;
}

const OrganizationDisclosureConnection = declareConnection(
  OrganizationDisclosure,
  "OrganizationDisclosure",
  "times somebody asked for data that concern your organisation",
);

@Resolver(() => OrganizationDisclosure)
export class OrganizationDisclosureResolver {
  @Query(() => OrganizationDisclosureConnection, {
    nullable: true,
    description:
      "What your members asked for and what was asked of your organisation, newest first, for its data-protection officer; each search is recorded.",
  })
  async organizationDisclosures(
    @Arg("filter", () => DisclosureFilterInput, { description: "Which ones." }) filter: DisclosureFilterInput,
    @Args(() => PageArguments) { first, after }: PageArguments,
    @Ctx() { em, viewer, requestId }: ConsentContext,
  ): Promise<Page<OrganizationDisclosure> | null> {
    if (!viewer?.organization || !maySearchDisclosures(viewer)) return null;
    const span = filter.until.getTime() - filter.since.getTime();
    if (!(span > 0 && span <= MOST_DAYS * 86_400_000))
      throw subgraphError("BAD_USER_INPUT", `filter: until must be after since, by ${MOST_DAYS} days at most.`);
    const rows = await searchDisclosures(em, viewer, requestId, filter, first, after ?? null);
    return toPage(rows, first, cursorOf, () => countFound(em, viewer, filter));
  }

  @FieldResolver(() => Organization, { nullable: true, description: "The organisation that asked." })
  organization(@Root() { actorOrganizationId }: OrganizationDisclosure, @Ctx() { organizations }: ConsentContext) {
    return actorOrganizationId ? organizations.load(actorOrganizationId) : null;
  }

  @FieldResolver(() => Organization, {
    nullable: true,
    description: "The organisation that holds the data; absent for a person's identity.",
  })
  source(@Root() { sourceOrganizationId }: OrganizationDisclosure, @Ctx() { organizations }: ConsentContext) {
    return sourceOrganizationId ? organizations.load(sourceOrganizationId) : null;
  }

  @FieldResolver(() => [Organization], { description: "The organisations that would receive the data." })
  async recipients(
    @Root() { receiverOrganizationIds }: OrganizationDisclosure,
    @Ctx() { organizations }: ConsentContext,
  ) {
    const found = await Promise.all(receiverOrganizationIds.map((id) => organizations.load(id)));
    return found.filter((organization) => organization !== null);
  }
}
