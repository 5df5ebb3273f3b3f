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

const asset = (name: string) =>
  fileURLToPath(new URL(`../../subgraphs/resource-directory/assets/territory/${name}`, import.meta.url));

/** Loads communes, départements and intercommunalities, unless the same files were loaded before. */
export async function loadTerritory(
  orm: MikroORM,
  onProgress: (message: string) => void = () => undefined,
): Promise<void> {
  const [communes, departments, intercommunalities] = await Promise.all([
    readFile(asset("communes.csv.gz")).then((bytes) => gunzipSync(bytes)),
    readFile(asset("departments.csv")),
    readFile(asset("intercommunalities.csv")),
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
