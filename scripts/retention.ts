import { parseArgs } from "node:util";
import { asUrl, EnvironmentError, readEnvironment } from "../kit/environment.ts";
import type { RetainedRule } from "../kit/erasure.ts";
import { erasureRules as employmentContracts } from "../subgraphs/employment-contracts/repositories/erasure.ts";
import { erasureRules as healthAccess } from "../subgraphs/health-access/repositories/erasure.ts";
import { erasureRules as socialServices } from "../subgraphs/social-services/repositories/erasure.ts";
import { EmbeddedPostgresError } from "./embedded-postgres/index.ts";
import { DatabaseRefused } from "./hub/databases.ts";
import { openSubgraphDatabase } from "./hub/subgraph-database.ts";
import { lookAfter } from "./retention/look-after.ts";

const rulesOf: Readonly<Record<string, readonly RetainedRule[]>> = {
  "social-services": socialServices,
  "health-access": healthAccess,
  "employment-contracts": employmentContracts,
};

const USAGE = `npm run retention -- --dry-run | --apply [SOURCE…]   what is past the time its organisation keeps it

  --dry-run       counts it, for each organisation and kind, and changes nothing
  --apply         erases it for good, as each source does by itself at night, and counts what stays
  SOURCE          ${Object.keys(rulesOf).join(", ")}; all of them unless named
  --database URL  the PostgreSQL database of the one source named
  --data FOLDER   without --database and DATABASE_URL: the data folder of npm start (.passerelle)

Exit code 0: nothing is left that should have gone, or nothing was to be changed. 1: something is, or could not be asked.
DATABASE_URL   the PostgreSQL that npm start was given, if any
`;

const variables = {
  DATABASE_URL: {
    description: "the PostgreSQL that npm start was given.",
    default: undefined as string | undefined,
    read: asUrl as (text: string) => string | undefined,
  },
};
const options = {
  "dry-run": { type: "boolean", default: false },
  apply: { type: "boolean", default: false },
  database: { type: "string" },
  data: { type: "string", default: ".passerelle" },
  help: { type: "boolean", default: false },
} as const;
const explained = [DatabaseRefused, EmbeddedPostgresError, EnvironmentError];

class UsageError extends Error {}

async function run(words: string[]): Promise<number> {
  try {
    const { values, positionals } = readArguments(words);
    if (values.help) return say(process.stdout, USAGE, 0);
    const { database, data: dataFolder } = values;
    const names = positionals.length > 0 ? positionals : Object.keys(rulesOf);
    if (values.apply === values["dry-run"]) throw new UsageError("Say either --dry-run or --apply.");
    if (names.some((name) => !rulesOf[name])) throw new UsageError(`Sources are ${Object.keys(rulesOf).join(", ")}.`);
    if (database && names.length > 1) throw new UsageError("A database is that of one source: name it.");
    let isSound = true;
    for (const name of names) {
      const found = await openSubgraphDatabase({
        subgraph: name,
        database,
        adminUrl: readEnvironment(variables).DATABASE_URL,
        dataFolder,
        onProgress: (message) => void process.stderr.write(`${message}\n`),
      });
      const tell = (line: string) => void process.stdout.write(`${line}\n`);
      try {
        isSound = (await lookAfter(name, rulesOf[name]!, found.url, values.apply, tell)) && isSound;
      } finally {
        await found.close();
      }
    }
    return isSound ? 0 : 1;
  } catch (error) {
    if (error instanceof UsageError) return say(process.stderr, `${error.message}\n\n${USAGE}`, 2);
    if (explained.some((kind) => error instanceof kind)) return say(process.stderr, `${(error as Error).message}\n`, 1);
    const { code } = error as { code?: string };
    return say(process.stderr, `The database cannot be asked (${code ?? "no answer"}); has its source run on it?\n`, 1);
  }
}

function readArguments(words: string[]) {
  try {
    return parseArgs({ args: words, allowPositionals: true, options });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function say(stream: NodeJS.WriteStream, words: string, code: number): number {
  stream.write(words);
  return code;
}

process.exitCode = await run(process.argv.slice(2));
