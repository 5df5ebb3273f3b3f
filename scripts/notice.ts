import { parseArgs } from "node:util";
import { migrate, openDatabase, ping } from "../kit/database.ts";
import { asUrl, EnvironmentError, readEnvironment } from "../kit/environment.ts";
import {
  NoticeRefused,
  type NoticeToPublish,
  type Published,
  publishNotice,
} from "../subgraphs/consent/services/publish-notice.ts";
import { consent } from "../subgraphs/consent/subgraph.ts";
import { EmbeddedPostgresError } from "./embedded-postgres/index.ts";
import { DatabaseRefused } from "./hub/databases.ts";
import { openSubgraphDatabase } from "./hub/subgraph-database.ts";
import { readNoticeTexts } from "./notice/read-notice-texts.ts";

const USAGE = `npm run notice -- FOLDER [OPTIONS]   publishes the next version of what people are told before they decide

FOLDER holds fr.txt and fr-falc.txt; subgraphs/consent/assets/notices/v1 shows how they are written.

  --material       it changes what people agreed to: consents given on earlier versions are suspended
                   until each person confirms hers
  --database URL   the registry's own PostgreSQL database
  --data FOLDER    without --database and DATABASE_URL: the data folder of npm start (.passerelle)
  --help           this text

The same texts twice change nothing.
DATABASE_URL   the PostgreSQL that npm start was given, if any
`;

const optionTypes = {
  material: { type: "boolean", default: false },
  database: { type: "string" },
  data: { type: "string", default: ".passerelle" },
  help: { type: "boolean", default: false },
} as const;

const variables = {
  DATABASE_URL: {
    description: "the PostgreSQL that npm start was given.",
    default: undefined as string | undefined,
    read: asUrl as (text: string) => string | undefined,
  },
};

async function run(words: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: words, allowPositionals: true, options: optionTypes });
  const [folder, ...others] = positionals;
  if (values.help || !folder || others.length > 0)
    return say(values.help ? process.stdout : process.stderr, USAGE, values.help ? 0 : 2);
  // Texts that cannot be read are told before any database is opened.
  const texts = await readNoticeTexts(folder);
  const database = await openSubgraphDatabase({
    subgraph: consent.name,
    database: values.database,
    adminUrl: readEnvironment(variables).DATABASE_URL,
    dataFolder: values.data,
    onProgress: (message) => void process.stderr.write(`${message}\n`),
  });
  try {
    return say(process.stdout, describe(await publishTo(database.url, { texts, isMaterial: values.material })), 0);
  } finally {
    await database.close();
  }
}

async function publishTo(url: string, notice: NoticeToPublish): Promise<Published> {
  const orm = await openDatabase({ ...consent.database, url, onStatement: () => undefined });
  try {
    await ping(orm.em.fork()).catch((error: { code?: string }) => {
      throw new DatabaseRefused(
        `The registry's database cannot be reached (${error.code ?? "no answer"}): check --database or DATABASE_URL, and that it runs.`,
      );
    });
    await migrate(orm);
    return await publishNotice(orm.em.fork(), notice);
  } finally {
    await orm.close();
  }
}

function describe({ notices, suspended, isNew }: Published): string {
  const [first] = notices;
  const hashes = notices.map(({ language, contentHash }) => `  ${language.padEnd(8)} ${contentHash}\n`).join("");
  const what = isNew ? "is published" : "says this already";
  return `Version ${first!.version} ${what}${suspended > 0 ? `; ${suspended} consents wait to be confirmed` : ""}.\n${hashes}`;
}

const explained = [EmbeddedPostgresError, DatabaseRefused, EnvironmentError, NoticeRefused];
const isExplained = (error: unknown) =>
  explained.some((kind) => error instanceof kind) ||
  ["ENOENT", "EISDIR", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "") ||
  String((error as NodeJS.ErrnoException).code).startsWith("ERR_PARSE_ARGS");

function say(stream: NodeJS.WriteStream, text: string, code: number): number {
  stream.write(text);
  return code;
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (!isExplained(error)) throw error;
  process.exitCode = say(process.stderr, `${(error as Error).message}\n`, 1);
}
