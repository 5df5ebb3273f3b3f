import { type Clause, joinClauses } from "./clause.ts";
import { filterClauses } from "./search-clauses.ts";
import type { CareOfferSearch, SearchPlace } from "./search-request.ts";

/**
 * The place of a search as one row. Nowhere is a row of nulls; a commune that does not exist, or whose centre is not
 * known, is no row and so finds nothing.
 */
export function placeClause(near: SearchPlace | null): Clause {
  const { communeCode, latitude, longitude } = near ?? {};
  if (!communeCode) {
    return {
      sql: `select ?::float8 as latitude, ?::float8 as longitude, null::text as code, null::text as department_code,
            null::text as intercommunality_code`,
      values: [latitude ?? null, longitude ?? null],
    };
  }
  return {
    sql: `select coalesce(?::float8, latitude) as latitude, coalesce(?::float8, longitude) as longitude, code,
          department_code, intercommunality_code from commune
          where code = ? and coalesce(?::float8, latitude) is not null`,
    values: [latitude ?? null, longitude ?? null, communeCode, latitude ?? null],
  };
}

/** What is offered on one day is offered until its end, by the clock of this very search. */
const OFFERED: Clause = {
  sql: "not care_offer.is_withdrawn and (care_offer.ends_at is null or care_offer.ends_at > now())",
  values: [],
};

/** Every offer found, as `id`, `distance_km` and the `sort_key` that comes before the identifier in the order. */
export function matchesClause(search: CareOfferSearch): Clause {
  const filters = joinClauses([OFFERED, ...filterClauses(search)]);
  return search.near ? nearbyMatches(search, search.near, filters) : allMatches(search, filters);
}

function allMatches({ words }: CareOfferSearch, filters: Clause): Clause {
  const relevance =
    "-round(ts_rank(care_offer.search_vector, websearch_to_tsquery('french_unaccent', ?))::numeric * 1000000)::int";
  return {
    sql: `select id, null::int as distance_km, ${words === null ? "null::int" : relevance} as sort_key
          from care_offer where ${filters.sql}`,
    values: [...(words === null ? [] : [words]), ...filters.values],
  };
}

/**
 * Given within the radius or remotely; and, when the commune is known, open to its inhabitants (no zone means everyone).
 * The bounding box, and the zone that is never null, serve the indexes; `offset 0` has the distance computed once.
 */
function nearbyMatches({ radiusKm }: CareOfferSearch, { communeCode }: SearchPlace, filters: Clause): Clause {
  const radius = Number(radiusKm);
  const [north, east] = [`${radius} / 111.19`, `${radius} / (111.19 * cos(radians(latitude)))`];
  const isInBox = `point(care_offer.longitude, care_offer.latitude) <@ (
    select box(point(longitude - ${east}, latitude - ${north}), point(longitude + ${east}, latitude + ${north})) from place)`;
  const isRemote = "care_offer.reception_modes @> '{a-distance}'";
  const isOpenToInhabitants = `coalesce(eligibility_zone, '{everyone}'::text[]) && (
    select array['everyone', code, department_code, intercommunality_code, '99100', 'france'] from place)`;
  const distance = "distance_km(place.latitude, place.longitude, care_offer.latitude, care_offer.longitude)";
  return {
    sql: `select id, found.distance_km, found.distance_km as sort_key from (
            select id, case when is_on_site and km <= ${radius} then round(km)::int end as distance_km
            from (
              select care_offer.id, care_offer.reception_modes @> '{en-presentiel}' as is_on_site, ${isRemote} as is_remote,
                case when ${isInBox} then ${distance} end as km
              from care_offer, place
              where ${filters.sql} and (${isInBox} or ${isRemote}) ${communeCode ? `and ${isOpenToInhabitants}` : ""}
              offset 0) candidates
            where km <= ${radius} or is_remote) found`,
    values: filters.values,
  };
}
