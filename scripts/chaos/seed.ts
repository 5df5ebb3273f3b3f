import { fileURLToPath } from "node:url";
import { openDatabase } from "../../kit/database.ts";
import { subgraphs } from "../../subgraphs/index.ts";
import { importFile } from "../import/import-file.ts";
import { loadTerritory } from "../import/load-territory.ts";
import { seedConsent } from "../seed/consent.ts";
import { seedEmploymentContracts } from "../seed/employment-contracts.ts";
import { seedSocialServices } from "../seed/social-services.ts";

const DOUBS = fileURLToPath(
  new URL("../../subgraphs/resource-directory/assets/doubs-fictitious.ndjson", import.meta.url),
);

/** Loads the development world with the directory of the Doubs alone, which is small, into databases given by subgraph. */
export async function seedWithoutReunion(databases: Readonly<Record<string, string>>): Promise<void> {
  const opened = await Promise.all(
    subgraphs.map(async ({ name, database }) => {
      return [name, await openDatabase({ ...database, url: databases[name]! })] as const;
    }),
  );
  const ormOf = Object.fromEntries(opened);
  const directory = ormOf["resource-directory"]!;
  const loadDirectory = async () => {
    await loadTerritory(directory);
    const report = { append: async () => 0, truncate: async () => {} };
    await importFile(directory, { file: DOUBS, sourceFormat: "v1" }, { report });
  };
  try {
    await Promise.all([
      seedConsent(ormOf.consent!),
      seedSocialServices(ormOf["social-services"]!),
      seedEmploymentContracts(ormOf["employment-contracts"]!),
      loadDirectory(),
    ]);
  } finally {
    await Promise.all(opened.map(([, orm]) => orm.close()));
  }
}
