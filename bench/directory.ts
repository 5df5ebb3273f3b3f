import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startEmbeddedPostgres } from "../scripts/embedded-postgres/index.ts";
import { prepareDatabases } from "../scripts/hub/databases.ts";
import { loadTerritory } from "../scripts/import/load-territory.ts";
import { readV1Row } from "../subgraphs/resource-directory/policies/source-format.ts";
import { readCommunes } from "../subgraphs/resource-directory/repositories/territory.ts";
import { importDirectory } from "../subgraphs/resource-directory/services/import-directory.ts";
import { resourceDirectory } from "../subgraphs/resource-directory/subgraph.ts";
import { type LoneSubgraph, startLoneSubgraph } from "./lone-subgraph.ts";
import { median } from "./median.ts";
import { createRandom } from "./random.ts";
import { createSyntheticOffers } from "./synthetic-offers.ts";

const SIZES = [10_000, 100_000] as const;
const ROUNDS = 150;
const WARM_UP_ROUNDS = 25;
/** Median of all searches on the large directory over that on the small one. */
const TARGET_RATIO = 2;

const SEARCH = `query ($near: Near, $radiusKm: Int!, $filter: CareOfferFilter, $query: String) {
  careOffers(near: $near, radiusKm: $radiusKm, filter: $filter, query: $query, first: 20) {
    totalCount pageInfo { hasNextPage endCursor }
    edges { distanceKm node { id name fee audiences receptionModes structure { name } } } } }`;
const FREE_MENTAL_HEALTH = {
  themes: ["SANTE__SANTE_MENTALE"],
  fees: ["GRATUIT"],
  receptionModes: ["EN_PRESENTIEL"],
  audiences: ["BENEFICIAIRES_DES_MINIMAS_SOCIAUX"],
};

/** Searches as professionals make them; each takes the commune it is made from. */
const searches: Readonly<Record<string, (communeCode: string) => Record<string, unknown>>> = {
  "free mental health within 30 km": (communeCode) => ({
    near: { communeCode },
    radiusKm: 30,
    filter: FREE_MENTAL_HEALTH,
  }),
  "any health within 50 km": (communeCode) => ({
    near: { communeCode },
    radiusKm: 50,
    filter: { themeCategories: ["SANTE"] },
  }),
  "two words within 20 km": (communeCode) => ({
    near: { communeCode },
    radiusKm: 20,
    query: "psychologue écoute",
    filter: { receptionModes: ["EN_PRESENTIEL"], themes: ["SANTE__SANTE_MENTALE"] },
  }),
};

interface LoadedDirectory {
  readonly subgraph: LoneSubgraph;
  readonly rowsPerSecond: number;
}

/**
 * Compares the same searches, with their total counts, on 10 000 and on 100 000 synthetic offers: two subgraphs on one
 * throw-away PostgreSQL, asked in turn over HTTP. Prints medians in milliseconds; true when the target is met.
 */
export async function benchDirectory(): Promise<boolean> {
  const dataFolder = await mkdtemp(path.join(tmpdir(), "passerelle-bench-"));
  const server = await startEmbeddedPostgres({ dataFolder });
  const loaded: LoadedDirectory[] = [];
  try {
    for (const size of SIZES) loaded.push(await loadDirectory(server.url, size));
    const times = await measure(loaded.map(({ subgraph }) => subgraph));
    return report(times, loaded);
  } finally {
    for (const { subgraph } of loaded) await subgraph.close();
    await server.stop();
    await rm(server.dataFolder, { recursive: true, force: true });
  }
}

async function loadDirectory(adminUrl: string, size: number): Promise<LoadedDirectory> {
  process.stderr.write(`Importing ${size} synthetic offers\n`);
  const urls = await prepareDatabases(adminUrl, [resourceDirectory.name], `bench_${size}`);
  const subgraph = await startLoneSubgraph(resourceDirectory, urls[resourceDirectory.name]!);
  const { orm } = subgraph.running;
  await loadTerritory(orm);
  const communes = await readCommunes(orm.em.fork());
  const startedAt = performance.now();
  const { rows, rejectedRows } = await importDirectory(orm.em.fork(), {
    hash: `bench ${size}`,
    rows: createSyntheticOffers(communes, size),
    readRow: readV1Row,
    report: { append: () => Promise.resolve(0), truncate: () => Promise.resolve() },
  });
  if (rejectedRows > 0) throw new Error(`${rejectedRows} synthetic rows are not valid.`);
  const seconds = (performance.now() - startedAt) / 1_000;
  await orm.em.fork().execute("vacuum analyze");
  return { subgraph, rowsPerSecond: Math.round(rows / seconds) };
}

/** Milliseconds by search, then by size. */
async function measure(subgraphs: readonly LoneSubgraph[]): Promise<Map<string, number[][]>> {
  const random = createRandom(1);
  const communes = await readCommunes(subgraphs[0]!.running.orm.em.fork());
  // Professionals search from where people live: from the communes of 10 000 inhabitants or more, and from Besançon.
  const towns = communes.filter(({ population, latitude }) => (population ?? 0) >= 10_000 && latitude !== null);
  const times = new Map(Object.keys(searches).map((name) => [name, subgraphs.map((): number[] => [])]));
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    const town = round % 3 === 0 ? "25056" : towns[Math.floor(random() * towns.length)]!.code;
    for (const [name, variablesOf] of Object.entries(searches)) {
      for (const [index, subgraph] of subgraphs.entries()) {
        const startedAt = performance.now();
        await subgraph.ask(SEARCH, variablesOf(town));
        if (round >= 0) times.get(name)![index]!.push(performance.now() - startedAt);
      }
    }
  }
  return times;
}

function report(times: ReadonlyMap<string, number[][]>, loaded: readonly LoadedDirectory[]): boolean {
  const [small, large] = [SIZES[0].toLocaleString("en"), SIZES[1].toLocaleString("en")];
  const row = (name: string, [one, other]: readonly number[][]) => {
    const [first, second] = [median(one!), median(other!)];
    return {
      search: name,
      [`${small} offers (ms)`]: Number(first.toFixed(2)),
      [`${large} offers (ms)`]: Number(second.toFixed(2)),
      ratio: Number((second / first).toFixed(2)),
    };
  };
  const all = SIZES.map((_, index) => [...times.values()].flatMap((bySize) => bySize[index]!));
  const total = row("all of them", all);
  console.table([...[...times].map(([name, bySize]) => row(name, bySize)), total]);
  process.stdout.write(
    `Medians of ${ROUNDS} rounds, with total counts. Import: ${loaded.map(({ rowsPerSecond }) => rowsPerSecond).join(" and ")} rows/s.\n`,
  );
  const isMet = Number(total.ratio) <= TARGET_RATIO;
  process.stdout.write(`Ratio ${total.ratio}, target at most ${TARGET_RATIO}: ${isMet ? "met" : "missed"}.\n`);
  return isMet;
}
