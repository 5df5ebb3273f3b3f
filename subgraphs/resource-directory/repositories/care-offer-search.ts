import type { EntityManager } from "@mikro-orm/postgresql";
import { subgraphError } from "../../../kit/subgraph-error.ts";
import { CareOffer } from "../entities/care-offer.ts";
import { Commune } from "../entities/commune.ts";
import type { Clause } from "./clause.ts";
import { matchesClause, placeClause } from "./search-matches.ts";
import type { CareOfferSearch, SearchCursor, SearchPlace } from "./search-request.ts";

/** One offer of a page. The distance is null for offers that are not given on site within the radius. */
export interface FoundOffer {
  readonly offer: CareOffer;
  readonly distanceKm: number | null;
  readonly cursor: SearchCursor;
}

/** `found` has one offer more than asked when another page follows; `total` is null unless it was to be counted. */
export interface FoundPage {
  readonly found: FoundOffer[];
  readonly total: number | null;
}

/**
 * One page in one statement. Every filter works before the page is cut and the total counted. The order is distance
 * (whole kilometres, remote offers last) then identifier; without a place, relevance to the words then identifier.
 * A page starts after a position, not a number, so what is added or removed meanwhile repeats and hides nothing.
 */
export async function searchCareOffers(em: EntityManager, search: CareOfferSearch): Promise<FoundPage> {
  const place = placeClause(search.near);
  const matches = matchesClause(search);
  const page = pageClause(search.after);
  const rows = await em.execute<SearchRow[]>(
    `with place as materialized (${place.sql}),
     matches as ${search.isCounted ? "materialized" : "not materialized"} (${matches.sql}),
     page as materialized (
       select * from matches where ${page.sql} order by sort_key nulls last, id limit ?)
     select ${columnsOf(em)}, page.distance_km, page.sort_key,
       ${search.isCounted ? "(select count(*)::int from matches)" : "null"} as total
     from (select 1) as one_row left join page on true left join care_offer on care_offer.id = page.id
     order by page.sort_key nulls last, page.id`,
    [...place.values, ...matches.values, ...page.values, search.first + 1],
  );
  const found = rows.filter(({ id }) => id !== null).map((row) => toFound(em, row));
  if (found.length === 0 && search.near?.communeCode) await checkCommune(em, search.near);
  return { found, total: rows[0]?.total ?? null };
}

interface SearchRow {
  id: string;
  distance_km: number | null;
  sort_key: number | null;
  total: number | null;
}

/** The columns of an offer that its entity maps; the text index is no business of a reader. */
function columnsOf(em: EntityManager): string {
  const columns = em
    .getMetadata(CareOffer)
    .props.flatMap(({ fieldNames, embeddedProps }) => (embeddedProps ? [] : (fieldNames ?? [])));
  return columns.map((column) => `care_offer.${column}`).join(", ");
}

function toFound(em: EntityManager, { distance_km, sort_key, total: _total, ...row }: SearchRow): FoundOffer {
  return {
    offer: em.map(CareOffer, row as never),
    distanceKm: distance_km,
    cursor: { sortKey: sort_key, id: row.id },
  };
}

function pageClause(after: SearchCursor | null): Clause {
  if (!after) return { sql: "true", values: [] };
  if (after.sortKey === null) return { sql: "sort_key is null and id > ?", values: [after.id] };
  return {
    sql: "(sort_key > ? or (sort_key = ? and id > ?) or sort_key is null)",
    values: [after.sortKey, after.sortKey, after.id],
  };
}

/** Finding nothing near a commune that does not exist is a mistake of the one who asks. */
async function checkCommune(em: EntityManager, { communeCode, latitude }: SearchPlace): Promise<void> {
  const commune = await em.findOne(Commune, { code: communeCode ?? "" });
  if (!commune) {
    throw subgraphError(
      "BAD_USER_INPUT",
      "near.communeCode: no commune has this INSEE code; find it with the query communes (it is not the postal code).",
    );
  }
  if ((latitude ?? commune.latitude ?? null) === null) {
    throw subgraphError(
      "BAD_USER_INPUT",
      "near.communeCode: the centre of this commune is not known here; give latitude and longitude as well.",
    );
  }
}
