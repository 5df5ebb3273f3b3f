import type { EntityManager } from "@mikro-orm/postgresql";
import type { OfferRow, StructureRow } from "../policies/directory-rows.ts";
import { executeWithRows } from "./bulk-statement.ts";

/** What a batch changed. */
export interface WriteCounts {
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
}

/** Inserts or replaces structures; a row with the same content is left alone. Offers learn the new names. */
export async function writeStructures(em: EntityManager, rows: readonly StructureRow[]): Promise<WriteCounts> {
  const counts = await upsert(
    em,
    "structure",
    rows,
    {},
    "structure.content_hash is distinct from excluded.content_hash",
  );
  if (rows.length > 0) {
    await em.execute(
      `update care_offer set structure_name = structure.name from structure
       where structure.id = care_offer.structure_id and structure.id = any(array[?]::text[])
         and care_offer.structure_name is distinct from structure.name`,
      [rows.map(({ id }) => id)],
    );
  }
  return counts;
}

/** Inserts structures nothing more is known of; a structure that is there stays as it is. Returns how many are new. */
export async function writeMissingStructures(em: EntityManager, rows: readonly StructureRow[]): Promise<number> {
  if (rows.length === 0) return 0;
  const columns = Object.keys(rows[0]!).join(", ");
  const inserted = await executeWithRows(
    em,
    `insert into structure (${columns}) select ${columns} from jsonb_populate_recordset(null::structure, $1::jsonb)
     on conflict (id) do nothing returning 1`,
    rows,
  );
  return inserted.length;
}

/** Inserts or replaces offers; a row with the same content is left alone, one that was withdrawn is back. */
export async function writeOffers(em: EntityManager, rows: readonly OfferRow[]): Promise<WriteCounts> {
  return upsert(
    em,
    "care_offer",
    rows,
    {
      is_withdrawn: "false",
      structure_name: "(select structure.name from structure where structure.id = incoming.structure_id)",
    },
    "care_offer.content_hash is distinct from excluded.content_hash or care_offer.is_withdrawn",
  );
}

/** Networks of the structures that exist among `ids`. */
export async function readStructureNetworks(
  em: EntityManager,
  ids: readonly string[],
): Promise<Map<string, readonly string[]>> {
  if (ids.length === 0) return new Map();
  const rows = await em.execute<{ id: string; networks: string[] | null }[]>(
    "select id, networks from structure where id = any(array[?]::text[])",
    [ids],
  );
  return new Map(rows.map(({ id, networks }) => [id, networks ?? []]));
}

/** Notes that a running import met these offers. */
export async function markSeen(em: EntityManager, importHash: string, offerIds: readonly string[]): Promise<void> {
  if (offerIds.length === 0) return;
  await em.execute(
    "insert into seen_offer (import_hash, offer_id) select ?, unnest(array[?]::text[]) on conflict do nothing",
    [importHash, offerIds],
  );
}

/** Withdraws the offers of a source that the import did not meet, and forgets what it met. Returns how many. */
export async function withdrawUnseen(em: EntityManager, importHash: string, source: string): Promise<number> {
  const withdrawn = await em.execute(
    `update care_offer set is_withdrawn = true where source = ? and not is_withdrawn
       and exists (select from seen_offer where import_hash = ?)
       and not exists (select from seen_offer where import_hash = ? and offer_id = care_offer.id) returning 1`,
    [source, importHash, importHash],
  );
  await em.execute("delete from seen_offer where import_hash = ?", [importHash]);
  return withdrawn.length;
}

/** `computed` columns are SQL over the row `incoming`; `isChanged` decides whether an existing row is replaced. */
async function upsert(
  em: EntityManager,
  table: string,
  rows: readonly object[],
  computed: Readonly<Record<string, string>>,
  isChanged: string,
): Promise<WriteCounts> {
  if (rows.length === 0) return { inserted: 0, updated: 0, unchanged: 0 };
  const given = Object.keys(rows[0]!);
  const columns = [...given, ...Object.keys(computed)];
  const values = [...given.map((column) => `incoming.${column}`), ...Object.values(computed)];
  const written = await executeWithRows<{ is_new: boolean }>(
    em,
    `insert into ${table} (${columns.join(", ")})
     select ${values.join(", ")} from jsonb_populate_recordset(null::${table}, $1::jsonb) as incoming
     on conflict (id) do update set ${columns.map((column) => `${column} = excluded.${column}`).join(", ")}
     where ${isChanged} returning (xmax = 0) as is_new`,
    rows,
  );
  const inserted = written.filter(({ is_new }) => is_new).length;
  return { inserted, updated: written.length - inserted, unchanged: rows.length - written.length };
}
