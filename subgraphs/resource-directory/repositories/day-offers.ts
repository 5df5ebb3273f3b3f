import type { EntityManager } from "@mikro-orm/postgresql";
import type { DayOfferRow } from "../policies/day-offer.ts";
import { toStructureRow } from "../policies/directory-rows.ts";
import { executeWithRows } from "./bulk-statement.ts";
import { writeMissingStructures } from "./directory-writes.ts";

/**
 * Keeps an offer of one day as its newest version says, and the structure that gives it by its identifier alone: its name
 * is the registry's. Where the event names no point, the offer is at the centre of its commune, as far as that is known.
 * Returns whether anything changed.
 */
export async function writeDayOffer(em: EntityManager, row: DayOfferRow): Promise<boolean> {
  const { source, structure_id: id } = row;
  await writeMissingStructures(em, [toStructureRow({ source, id }, true)]);
  const columns = Object.keys(row);
  const place = ["latitude", "longitude", "commune_name"];
  const values = columns.map((column) =>
    place.includes(column) ? `commune.${column === "commune_name" ? "name" : column}` : `incoming.${column}`,
  );
  const written = await executeWithRows(
    em,
    `insert into care_offer (${columns.join(", ")})
     select ${values.join(", ")} from jsonb_populate_recordset(null::care_offer, $1::jsonb) as incoming
     left join commune on commune.code = incoming.commune_code
     on conflict (id) do update set ${columns.map((column) => `${column} = excluded.${column}`).join(", ")}
     where care_offer.source_version < excluded.source_version returning 1`,
    [row],
  );
  return written.length > 0;
}
