import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, Float, ID, Info, Query, Resolver, Root } from "type-graphql";
import { DateTimeScalar } from "../../../kit/scalars.ts";
import type { Volet } from "../../volets.ts";
import type { DirectoryContext } from "../context.ts";
import { Capacity } from "../entities/capacity.ts";
import { CareOffer } from "../entities/care-offer.ts";
import { CareOfferConnection } from "../entities/care-offer-connection.ts";
import { Organization } from "../entities/organization.ts";
import { Structure } from "../entities/structure.ts";
import { VoletEnum } from "../entities/volet.ts";
import { qualityScore } from "../policies/quality-score.ts";
import { voletsOfThemes } from "../policies/theme-volets.ts";
import { SearchArguments, toCursor, toSearch } from "./search-arguments.ts";
import { isSelected } from "./selected-fields.ts";

@Resolver(() => CareOffer)
export class CareOfferResolver {
  @Query(() => CareOfferConnection, {
    nullable: true,
    description:
      "Search the directory: nearest offers first, or the most relevant to the words when no place is given.",
  })
  async careOffers(
    @Args(() => SearchArguments) args: SearchArguments,
    @Ctx() { directory }: DirectoryContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<CareOfferConnection> {
    const { found, total } = await directory.search(toSearch(args, isSelected("totalCount", info)));
    const edges = found
      .slice(0, args.first)
      .map(({ offer, distanceKm, cursor }) => ({ node: offer, distanceKm, cursor: toCursor(cursor) }));
    const pageInfo = { hasNextPage: found.length > args.first, endCursor: edges.at(-1)?.cursor ?? null };
    return { edges, pageInfo, totalCount: total };
  }

  @Query(() => CareOffer, {
    nullable: true,
    description: "An offer by its identifier, withdrawn ones included.",
  })
  careOffer(
    @Arg("id", () => ID, { description: "Identifier of the offer." }) id: string,
    @Ctx() { directory }: DirectoryContext,
  ): Promise<CareOffer | null> {
    return directory.careOffer(id);
  }

  @FieldResolver(() => Structure, { nullable: true, description: "Who gives the offer." })
  structure(@Root() offer: CareOffer, @Ctx() { directory }: DirectoryContext): Promise<Structure | null> {
    return directory.structure(offer.structureId);
  }

  @FieldResolver(() => Float, {
    description:
      "How well the entry is kept, from 0 to 1, by the criteria of data·inclusion; it falls as the entry ages.",
  })
  qualityScore(@Root() offer: CareOffer): number {
    const lasting = { hundredths: offer.lastingScore, criteria: offer.lastingCriteria };
    return qualityScore(lasting, offer, new Date().toISOString().slice(0, 10));
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description: "Whether somebody can be taken now without waiting; absent when unknown.",
  })
  isAvailable(@Root() { capacity }: CareOffer): boolean | null {
    return capacity ? capacity === Capacity.AVAILABLE : null;
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description: "Whether it is open at an instant, by the clocks of its place; absent when its hours cannot be read.",
  })
  isOpenAt(
    @Root() offer: CareOffer,
    @Arg("at", () => DateTimeScalar, { description: "The instant." }) at: Date,
    @Ctx() { directory }: DirectoryContext,
  ): Promise<boolean | null> {
    return directory.isOpenAt(offer, at);
  }

  @FieldResolver(() => Organization, {
    nullable: true,
    description: "The organisation of the hub that published it; absent for entries of other producers.",
  })
  organization(@Root() { organizationId }: CareOffer): Organization | null {
    return organizationId ? { id: organizationId } : null;
  }

  @FieldResolver(() => [VoletEnum], {
    description:
      "Volets of a health centre's work it belongs to: those its producer states, else those certain from its themes.",
  })
  volets(@Root() { statedVolets, themes }: CareOffer): Volet[] {
    return statedVolets ?? voletsOfThemes(themes ?? []);
  }
}
