import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { organizations, people } from "../../development/world.ts";
import type { ApartHub } from "../apart-hub.ts";
import { mistakesOfPages } from "../histories/pages.ts";
import type { How, Scenario } from "../scenario.ts";

const PAGE = `query ($after: String) {
  employmentContracts(first: 4, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } }
}`;
const MOST_PAGES = 200;
const ROWS = 40;

export const pagesWhileChanging: Scenario = {
  id: "J7",
  promise:
    "a list read page by page while rows come and go: none is seen twice, none that was there all along is missed",
  async run(hub, { seconds, random }) {
    const broken = new Set<string>();
    const lasting = await addContracts(hub, ROWS, random);
    let walks = 0;
    for (const endsAt = Date.now() + seconds * 1000; Date.now() < endsAt || walks === 0; walks += 1) {
      let isOver = false;
      const changing = comeAndGo(hub, random, () => isOver);
      const seen = await walk(hub);
      isOver = true;
      await changing;
      if (seen === undefined) broken.add("a page was not answered");
      else for (const mistake of mistakesOfPages(seen, lasting)) broken.add(mistake);
    }
    await remove(hub, lasting);
    return { broken: [...broken], facts: { walks } };
  },
};

async function walk(hub: ApartHub): Promise<string[] | undefined> {
  const seen: string[] = [];
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { data, codes } = await hub.client.ask({ as: "karim", query: PAGE, variables: { after } });
    const list = data?.employmentContracts;
    if (!list || codes.length > 0) return undefined;
    seen.push(...list.edges.map(({ node }: { node: { id: string } }) => node.id));
    if (!list.pageInfo.hasNextPage) return seen;
    after = list.pageInfo.endCursor;
  }
  return undefined;
}

async function comeAndGo(hub: ApartHub, random: How["random"], isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const passing = await addContracts(hub, 5, random);
    await pause(20);
    await remove(hub, passing);
  }
}

/** Many end on the same day, so that the identifier has to tell them apart. */
async function addContracts(hub: ApartHub, count: number, random: How["random"]): Promise<string[]> {
  const rows = Array.from({ length: count }, () => ({ id: randomUUID(), day: 1 + Math.floor(random() * 4) }));
  await hub.sql(
    "employment-contracts",
    `insert into employment_contract (id, person_id, organization_id, kind, status, starts_on, ends_on, signed_on, orientation_notified_on, weekly_hours, is_hours_adjusted, commitments, version, request_key)
     select id, $1, $2, 'CONTRAT_ENGAGEMENT', 'SIGNED', '2026-06-01', ('2027-05-0' || day)::date, '2026-05-28', '2026-05-11', 15, false, '{Meet the référent each month}', 1, id
     from jsonb_to_recordset($3::jsonb) as row(id uuid, day int)`,
    [people.amina, organizations.insertionDoubs, JSON.stringify(rows)],
  );
  return rows.map(({ id }) => id);
}

const remove = (hub: ApartHub, ids: readonly string[]) =>
  hub.sql("employment-contracts", "delete from employment_contract where id = any ($1::uuid[])", [[...ids]]);
