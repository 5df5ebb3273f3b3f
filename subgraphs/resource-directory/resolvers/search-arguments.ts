import { IsOptional, Max, MaxLength, Min, ValidateNested } from "class-validator";
import { ArgsType, Field, Int } from "type-graphql";
import { decodeCursor, encodeCursor, PageArguments } from "../../../kit/connection.ts";
import { subgraphError } from "../../../kit/subgraph-error.ts";
import type { CareOfferSearch, SearchCursor } from "../repositories/search-request.ts";
import { CareOfferFilter } from "./care-offer-filter.ts";
import { Near } from "./near.ts";

@ArgsType()
export class SearchArguments extends PageArguments {
  @IsOptional()
  @ValidateNested()
  @Field(() => CareOfferFilter, { nullable: true, description: "Which offers to find." })
  filter?: CareOfferFilter | null;

  @IsOptional()
  @ValidateNested()
  @Field(() => Near, { nullable: true, description: "Near which place; the nearest offers then come first." })
  near?: Near | null;

  @Min(1)
  @Max(500)
  @Field(() => Int, {
    defaultValue: 50,
    description: "How far from the place at most, in kilometres; remote offers are found whatever the distance.",
  })
  radiusKm!: number;

  @IsOptional()
  @MaxLength(200)
  @Field(() => String, {
    nullable: true,
    description: "French words to look for in names, themes and descriptions; accents do not matter.",
  })
  query?: string | null;
}

/** The search that checked arguments ask for; throws BAD_USER_INPUT naming the argument that cannot be. */
export function toSearch(args: SearchArguments, isCounted: boolean): CareOfferSearch {
  const { near, query } = args;
  const words = query?.trim() || null;
  if (words?.includes("\0")) throw subgraphError("BAD_USER_INPUT", "query: remove the null character.");
  return {
    filters: args.filter ?? {},
    near: near ? toPlace(near) : null,
    radiusKm: args.radiusKm,
    words,
    first: args.first,
    after: args.after ? toPosition(args.after) : null,
    isCounted,
  };
}

export const toCursor = ({ sortKey, id }: SearchCursor): string => encodeCursor([sortKey, id]);

function toPlace({ communeCode, latitude, longitude }: Near): Near {
  const isHalf = (latitude ?? null) === null ? (longitude ?? null) !== null : (longitude ?? null) === null;
  if (isHalf) {
    throw subgraphError("BAD_USER_INPUT", "near: give latitude and longitude together, or neither.");
  }
  if (!communeCode && (latitude ?? null) === null) {
    throw subgraphError("BAD_USER_INPUT", "near: give communeCode, or latitude and longitude.");
  }
  return { communeCode: communeCode ?? null, latitude: latitude ?? null, longitude: longitude ?? null };
}

function toPosition(cursor: string): SearchCursor {
  const [sortKey, id] = decodeCursor(cursor, 2);
  if (typeof id === "string" && !id.includes("\0") && (sortKey === null || Number.isSafeInteger(sortKey))) {
    return { sortKey: sortKey as number | null, id };
  }
  throw subgraphError(
    "BAD_USER_INPUT",
    "after: this cursor was not issued by this list; take it from pageInfo.endCursor.",
  );
}
