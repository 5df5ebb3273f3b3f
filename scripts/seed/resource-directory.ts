import { fileURLToPath } from "node:url";
import type { MikroORM } from "@mikro-orm/postgresql";
import { isImportFinished } from "../../subgraphs/resource-directory/repositories/import-records.ts";
import type { RejectedRowsReport } from "../../subgraphs/resource-directory/services/import-options.ts";
import type { ImportProgress } from "../../subgraphs/resource-directory/services/import-progress.ts";
import { type ImportFile, importFile, importHash } from "../import/import-file.ts";
import { loadTerritory } from "../import/load-territory.ts";

const asset = (name: string) =>
  fileURLToPath(new URL(`../../subgraphs/resource-directory/assets/${name}`, import.meta.url));

const doubs: ImportFile = { file: asset("doubs-fictitious.ndjson"), sourceFormat: "v1" };
const laReunion: ImportFile = {
  file: asset("la-reunion-v0/services.json.gz"),
  structuresFile: asset("la-reunion-v0/structures.json.gz"),
  sourceFormat: "v0",
};

/**
 * Loads the communes, the fictitious care families of the Doubs and the real offers of La Réunion, through the importer.
 * What was loaded from the same files before is not loaded again.
 */
export async function seedResourceDirectory(
  orm: MikroORM,
  onProgress: (message: string) => void = () => undefined,
): Promise<void> {
  await loadTerritory(orm, onProgress);
  await seedFile(orm, doubs, "fictitious care offers of the Doubs", onProgress);
  await seedFile(orm, laReunion, "real offers of La Réunion", onProgress);
}

/** What the product ships has no row to reject; one that appears is a fault of ours. */
const noRejections: RejectedRowsReport = {
  append(rejected) {
    const [first] = rejected;
    if (first) throw new Error(`A row of the shipped data is rejected: line ${first.line}, ${first.reason}.`);
    return Promise.resolve(0);
  },
  truncate: () => Promise.resolve(),
};

async function seedFile(
  orm: MikroORM,
  wanted: ImportFile,
  name: string,
  onProgress: (message: string) => void,
): Promise<ImportProgress | undefined> {
  if (await isImportFinished(orm.em.fork(), await importHash(wanted))) return undefined;
  const progress = await importFile(orm, wanted, { report: noRejections });
  onProgress(`Loaded ${progress.offers.inserted + progress.offers.updated} ${name}`);
  return progress;
}
