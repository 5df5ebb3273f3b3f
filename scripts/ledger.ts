import { parseArgs } from "node:util";
import { asUrl, EnvironmentError, readEnvironment } from "../kit/environment.ts";
import { openLedgerPool } from "../subgraphs/consent/repositories/ledger-database.ts";
import { RecordsStillWait } from "../subgraphs/consent/repositories/ledger-erasure.ts";
import { EmbeddedPostgresError } from "./embedded-postgres/index.ts";
import { DatabaseRefused } from "./hub/databases.ts";
import { openSubgraphDatabase } from "./hub/subgraph-database.ts";
import { erase, printHead, printKey, prove, verify } from "./ledger/ask-ledger.ts";
import { LedgerRefused } from "./ledger/ledger-refused.ts";
import { readKeys } from "./ledger/read-keys.ts";
import { Contradiction, witness } from "./ledger/witness.ts";

const USAGE = `npm run ledger -- COMMAND [OPTIONS]   the ledger of consents and decisions; docs/ledger.md says what it proves

Where the registry's database is at hand:
  verify          computes everything anew and names each record, leaf or head that does not fit
  head            prints the newest signed head
  key             prints the public key that signs heads now
  prove ENTRY     prints the proof that an entry (decision:42, event:7, erasure:1) is under the newest head
  erase PERSON    erases the content of every event and decision about a person, for good

  --database URL  the registry's own PostgreSQL database
  --data FOLDER   without --database and DATABASE_URL: the data folder of npm start (.passerelle)
  --key FILE      verify: accept heads signed with this public key alone, not with those the database names; repeatable

Anywhere, with nothing but a public key:
  witness         checks that the registry's newest head only adds to the last one stored, and stores it
  --url URL       where the registry answers
  --heads FILE    the heads stored so far, one a line; made at the first use
  --key FILE      a public key of the ledger in PEM; repeatable

Exit code 0: all fits. 1: something does not, or could not be asked.
DATABASE_URL   the PostgreSQL that npm start was given, if any
`;

const variables = {
  DATABASE_URL: {
    description: "the PostgreSQL that npm start was given.",
    default: undefined as string | undefined,
    read: asUrl as (text: string) => string | undefined,
  },
};
const optionTypes = {
  database: { type: "string" },
  data: { type: "string", default: ".passerelle" },
  key: { type: "string", multiple: true, default: [] as string[] },
  url: { type: "string" },
  heads: { type: "string" },
  help: { type: "boolean", default: false },
} as const;

/** Reading a year of leaves takes longer than a client may wait. */
const STATEMENT_TIMEOUT_MS = 60_000;
const explained = [DatabaseRefused, EmbeddedPostgresError, EnvironmentError, LedgerRefused, RecordsStillWait];
const tell = (line: string) => void process.stdout.write(`${line}\n`);

class UsageError extends Error {}

async function run(words: string[]): Promise<number> {
  try {
    const { values, positionals } = readArguments(words);
    if (values.help) return say(process.stdout, USAGE, 0);
    const [command, argument, ...others] = positionals;
    const takesArgument = command === "prove" || command === "erase";
    if (others.length > 0 || takesArgument !== (argument !== undefined)) throw new UsageError("Name one command.");
    const keys = await readKeys(values.key);
    if (command === "witness") {
      const { url, heads } = values;
      if (!url || !URL.canParse(url) || !heads || keys.length === 0)
        throw new UsageError("A witness needs --url, --heads and --key.");
      const head = await witness({ url, headsFile: heads, keys });
      tell(`✓ ${head.size} leaves, signed ${head.time}, root ${head.root}`);
      return 0;
    }
    return await withLedger(values, async (pool) => {
      if (command === "verify") return (await verify(pool, keys, tell)) ? 0 : 1;
      if (command === "head") await printHead(pool, tell);
      else if (command === "key") await printKey(pool, tell);
      else if (command === "prove") await prove(pool, argument!, tell);
      else if (command === "erase") await erase(pool, argument!, tell);
      else throw new UsageError("Name one command.");
      return 0;
    });
  } catch (error) {
    if (error instanceof UsageError) return say(process.stderr, `${error.message}\n\n${USAGE}`, 2);
    if (error instanceof Contradiction) for (const head of error.heads) tell(JSON.stringify(head));
    if (explained.some((kind) => error instanceof kind)) return say(process.stderr, `${(error as Error).message}\n`, 1);
    throw error;
  }
}

async function withLedger(
  { database, data }: { database?: string | undefined; data: string },
  work: (pool: ReturnType<typeof openLedgerPool>) => Promise<number>,
): Promise<number> {
  const found = await openSubgraphDatabase({
    subgraph: "consent",
    database,
    adminUrl: readEnvironment(variables).DATABASE_URL,
    dataFolder: data,
    onProgress: (message) => void process.stderr.write(`${message}\n`),
  });
  const pool = openLedgerPool(found.url, STATEMENT_TIMEOUT_MS);
  try {
    await pool.query("select from ledger_head limit 1").catch((error: { code?: string }) => {
      throw new DatabaseRefused(
        `The registry's database cannot be read (${error.code ?? "no answer"}): check --database or DATABASE_URL, that it runs, and that the registry has run on it.`,
      );
    });
    return await work(pool);
  } finally {
    await pool.end();
    await found.close();
  }
}

function readArguments(words: string[]) {
  try {
    return parseArgs({ args: words, allowPositionals: true, options: optionTypes });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function say(stream: NodeJS.WriteStream, words: string, code: number): number {
  stream.write(words);
  return code;
}

process.exitCode = await run(process.argv.slice(2));
