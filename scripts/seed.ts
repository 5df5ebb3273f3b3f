import { parseArgs } from "node:util";
import type { MikroORM } from "@mikro-orm/postgresql";
import { migrate, openDatabase } from "../kit/database.ts";
import { EnvironmentError, readEnvironment } from "../kit/environment.ts";
import { subgraphs } from "../subgraphs/index.ts";
import { seedVariables } from "./seed/configuration.ts";
import { seedCrowd } from "./seed/crowd/index.ts";
import { readPersons } from "./seed/crowd/read-persons.ts";
import { seedWorld } from "./seed/index.ts";

const USAGE = `npm run seed [-- --persons N]   loads the synthetic people and the directory into the databases of DATABASE_URLS; what is there stays

  --persons N     how many fictitious people besides the cast, from 0 to 100000 (200)
  --help          this text

DATABASE_URLS   ${seedVariables.DATABASE_URLS.description}
`;

const progress = (message: string) => void process.stderr.write(`  ${message}\n`);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { persons: { type: "string", default: "200" }, help: { type: "boolean", default: false } },
  });
  if (values.help) return void process.stdout.write(USAGE);
  const persons = readPersons(values.persons);
  const { DATABASE_URLS } = readEnvironment(seedVariables);
  const opened: Record<string, { orm: MikroORM }> = {};
  try {
    for (const { name, database } of subgraphs) {
      const url = DATABASE_URLS[name];
      if (!url) throw new EnvironmentError(`DATABASE_URLS does not name the database of ${name}.`);
      opened[name] = { orm: await openDatabase({ ...database, url }) };
      await migrate(opened[name].orm);
    }
    await seedWorld(opened, progress);
    await seedCrowd(opened, persons, progress);
  } finally {
    for (const { orm } of Object.values(opened)) await orm.close();
  }
}

main().catch((error: NodeJS.ErrnoException) => {
  const isOurs = error instanceof EnvironmentError || error.code?.startsWith("ERR_PARSE_ARGS");
  process.stderr.write(`${isOurs ? error.message : `The databases cannot be filled (${error.code ?? error.name}).`}\n`);
  process.exit(1);
});
