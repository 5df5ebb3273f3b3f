import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import type { MikroORM } from "@mikro-orm/postgresql";
import { parse } from "csv-parse/sync";
import { toSearchName } from "../../subgraphs/resource-directory/policies/search-name.ts";
import {
  finishImportRecord,
  isImportFinished,
  openImportRecord,
} from "../../subgraphs/resource-directory/repositories/import-records.ts";
import { type NamedCode, writeTerritory } from "../../subgraphs/resource-directory/repositories/territory.ts";
import type { RejectedRowsReport } from "../../subgraphs/resource-directory/services/import-options.ts";
import type { ImportProgress } from "../../subgraphs/resource-directory/services/import-progress.ts";
import { type ImportFile, importFile, importHash } from "../import/import-file.ts";

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
  await seedTerritory(orm, onProgress);
  await seedFile(orm, doubs, "fictitious care offers of the Doubs", onProgress);
  await seedFile(orm, laReunion, "real offers of La Réunion", onProgress);
}

async function seedTerritory(orm: MikroORM, onProgress: (message: string) => void): Promise<void> {
  const [communes, departments, intercommunalities] = await Promise.all([
    readFile(asset("territory/communes.csv.gz")).then((bytes) => gunzipSync(bytes)),
    readFile(asset("territory/departments.csv")),
    readFile(asset("territory/intercommunalities.csv")),
  ]);
  const hash = createHash("sha256").update(communes).update(departments).update(intercommunalities).digest("hex");
  const em = orm.em.fork();
  if (await isImportFinished(em, hash)) return;
  const rows = communes.toString("utf8").trimEnd().split("\n").slice(1).map(toCommune);
  await em.transactional(async (transaction) => {
    await openImportRecord(transaction, hash, {});
    await writeTerritory(transaction, {
      communes: rows,
      departments: readNames(departments),
      intercommunalities: readNames(intercommunalities),
    });
    await finishImportRecord(transaction, hash, { communes: rows.length });
  });
  onProgress(`Loaded ${rows.length} communes`);
}

/** No name of a commune holds a comma or a quote. */
function toCommune(line: string) {
  const [code, name, department, intercommunality, population, latitude, longitude, postalCodes] = line.split(",");
  const toNumber = (text: string | undefined) => (text ? Number(text) : null);
  return {
    code: code!,
    name: name!,
    search_name: toSearchName(name!),
    department_code: department!,
    intercommunality_code: intercommunality || null,
    postal_codes: (postalCodes ?? "").split(" ").filter((postalCode) => postalCode !== ""),
    population: toNumber(population),
    latitude: toNumber(latitude),
    longitude: toNumber(longitude),
  };
}

const readNames = (csv: Buffer) => parse(csv, { columns: true }) as NamedCode[];

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
