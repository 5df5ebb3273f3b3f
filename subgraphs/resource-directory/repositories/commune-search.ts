import type { EntityManager } from "@mikro-orm/postgresql";
import { Commune } from "../entities/commune.ts";
import { toSearchName } from "../policies/search-name.ts";

/** Exact matches first, then the most populous; nothing for words without a letter or digit. */
export async function findCommunes(em: EntityManager, words: string, first: number): Promise<Commune[]> {
  const typed = toSearchName(words);
  if (typed === "") return [];
  const code = typed.toUpperCase();
  const rows = await em.execute(
    `select * from commune
     where search_name like ? or code = ? or postal_codes @> array[?]::text[]
     order by (search_name = ? or code = ?) desc, population desc nulls last, code
     limit ?`,
    [`${typed}%`, code, code, typed, code, first],
  );
  return rows.map((row: object) => em.map(Commune, row as never));
}
