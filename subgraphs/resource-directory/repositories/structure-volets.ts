import type { EntityManager } from "@mikro-orm/postgresql";
import { type Volet, voletsInOrder } from "../../volets.ts";
import { voletsOfThemes } from "../policies/theme-volets.ts";

interface Row {
  readonly id: string;
  readonly stated: Volet[];
  /** Themes of the offers that state no volet. */
  readonly themes: string[];
}

/** The volets that the present offers of each structure state or follow from their themes; none for one without offers. */
export async function findStructureVolets(
  em: EntityManager,
  structureIds: readonly string[],
): Promise<{ id: string; volets: Volet[] }[]> {
  const rows = await em.execute<Row[]>(
    `select o.structure_id as id,
       coalesce(array_agg(distinct w.word) filter (where o.stated_volets is not null), '{}') as stated,
       coalesce(array_agg(distinct w.word) filter (where o.stated_volets is null), '{}') as themes
     from care_offer o cross join lateral unnest(coalesce(o.stated_volets, o.themes)) as w (word)
     where o.structure_id = any(array[?]::text[]) and not o.is_withdrawn and (o.ends_at is null or o.ends_at > now())
     group by o.structure_id`,
    [structureIds],
  );
  return rows.map(({ id, stated, themes }) => ({
    id,
    volets: voletsInOrder(new Set([...stated, ...voletsOfThemes(themes)])),
  }));
}
