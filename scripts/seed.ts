import type { MikroORM } from "@mikro-orm/postgresql";
import { migrate, openDatabase } from "../kit/database.ts";
import { EnvironmentError, readEnvironment } from "../kit/environment.ts";
import { subgraphs } from "../subgraphs/index.ts";
import { seedVariables } from "./seed/configuration.ts";
import { seedWorld } from "./seed/index.ts";

const USAGE = `npm run seed   loads the synthetic people and the directory into the databases of DATABASE_URLS; what is there stays

DATABASE_URLS   ${seedVariables.DATABASE_URLS.description}
`;

async function main(): Promise<void> {
  if (process.argv.includes("--help")) return void process.stdout.write(USAGE);
  const { DATABASE_URLS } = readEnvironment(seedVariables);
  const opened: Record<string, { orm: MikroORM }> = {};
  try {
    for (const { name, database } of subgraphs) {
      const url = DATABASE_URLS[name];
      if (!url) throw new EnvironmentError(`DATABASE_URLS does not name the database of ${name}.`);
      opened[name] = { orm: await openDatabase({ ...database, url }) };
      await migrate(opened[name].orm);
    }
    await seedWorld(opened, (message) => process.stderr.write(`  ${message}\n`));
  } finally {
    for (const { orm } of Object.values(opened)) await orm.close();
  }
}

main().catch((error: NodeJS.ErrnoException) => {
  const isOurs = error instanceof EnvironmentError;
  process.stderr.write(`${isOurs ? error.message : `The databases cannot be filled (${error.code ?? error.name}).`}\n`);
  process.exit(1);
});
