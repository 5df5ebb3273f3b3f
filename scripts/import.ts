import { parseArgs } from "node:util";
import { migrate, openDatabase, ping } from "../kit/database.ts";
import { asUrl, EnvironmentError, readEnvironment } from "../kit/environment.ts";
import { ImportConflict, type ImportProgress } from "../subgraphs/resource-directory/services/import-progress.ts";
import { resourceDirectory } from "../subgraphs/resource-directory/subgraph.ts";
import { EmbeddedPostgresError } from "./embedded-postgres/index.ts";
import { DatabaseRefused } from "./hub/databases.ts";
import { openSubgraphDatabase } from "./hub/subgraph-database.ts";
import { describeImport } from "./import/describe-import.ts";
import {
  type FileFormat,
  fileFormats,
  type ImportFile,
  importFile,
  importHash,
  type SourceFormat,
} from "./import/import-file.ts";
import { ImportFileError } from "./import/import-file-error.ts";
import { loadTerritory } from "./import/load-territory.ts";
import { createRejectedRowsFile } from "./import/rejected-rows-file.ts";

const USAGE = `npm run import -- FILE [OPTIONS]   imports structures and services of data·inclusion into the directory

  --format FORMAT         json (an array), ndjson or csv; known by the name of the file, .gz included
  --source-format VERSION v1 (default) or v0, the abandoned vocabulary of exports of services
  --structures FILE       the structures that belong to a v0 export
  --complete SOURCE       the file is all that SOURCE publishes: its offers that are missing are withdrawn
  --report FILE           where rejected rows go, with line and reason (FILE.rejected.ndjson);
                          once corrected, that report is itself a file to import
  --database URL          the directory's own PostgreSQL database
  --data FOLDER           without --database and DATABASE_URL: the data folder of npm start (.passerelle)
  --help                  this text

An import that was interrupted continues where it stopped; the same file twice changes nothing.
DATABASE_URL   the PostgreSQL that npm start was given, if any
`;

const optionTypes = {
  format: { type: "string" },
  "source-format": { type: "string", default: "v1" },
  structures: { type: "string" },
  complete: { type: "string" },
  report: { type: "string" },
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

/** An import runs statements of a thousand rows: they may take longer than a client's. */
const STATEMENT_TIMEOUT_MS = 60_000;

class UsageError extends Error {}

async function run(words: string[]): Promise<number> {
  try {
    const { values, positionals } = readArguments(words);
    if (values.help) return say(process.stdout, USAGE, 0);
    const [file, ...others] = positionals;
    if (!file || others.length > 0) throw new UsageError("Name one file to import.");
    const wanted: ImportFile = {
      file,
      format: oneOf("--format", values.format, fileFormats) as FileFormat | undefined,
      sourceFormat: oneOf("--source-format", values["source-format"], ["v0", "v1"]) as SourceFormat,
      structuresFile: values.structures,
      completeSource: values.complete,
    };
    if (wanted.structuresFile && wanted.sourceFormat !== "v0")
      throw new UsageError("--structures belongs to --source-format v0; import a v1 file of structures by itself.");
    // A wrong name is told before any database is opened.
    await importHash(wanted);
    const report = values.report ?? `${file}.rejected.ndjson`;
    const database = await openSubgraphDatabase({
      subgraph: resourceDirectory.name,
      database: values.database,
      adminUrl: readEnvironment(variables).DATABASE_URL,
      dataFolder: values.data,
      onProgress: (message) => void process.stderr.write(`${message}\n`),
    });
    try {
      const progress = await importInto(database.url, wanted, report);
      return say(process.stdout, describeImport(progress, report), 0);
    } finally {
      await database.close();
    }
  } catch (error) {
    if (error instanceof UsageError) return say(process.stderr, `${error.message}\n\n${USAGE}`, 2);
    if (isExplained(error)) return say(process.stderr, `${(error as Error).message}\n`, 1);
    throw error;
  }
}

async function importInto(url: string, wanted: ImportFile, report: string): Promise<ImportProgress> {
  const orm = await openDatabase({
    ...resourceDirectory.database,
    url,
    statementTimeout: STATEMENT_TIMEOUT_MS,
    // Standard output is for the summary: without a listener, the ORM tells its migrations there.
    onStatement: () => undefined,
  });
  try {
    await ping(orm.em.fork()).catch((error: { code?: string }) => {
      throw new DatabaseRefused(
        `The directory's database cannot be reached (${error.code ?? "no answer"}): check --database or DATABASE_URL, and that it runs.`,
      );
    });
    await migrate(orm);
    await loadTerritory(orm);
    return await importFile(orm, wanted, { report: createRejectedRowsFile(report), onProgress: createSpeedometer() });
  } finally {
    await orm.close();
  }
}

/** Tells rows and rows a second, at most once a second. */
function createSpeedometer(): (progress: ImportProgress) => void {
  const startedAt = performance.now();
  let firstRows: number | undefined;
  let toldAt = 0;
  return ({ rows, rejectedRows }) => {
    firstRows ??= rows;
    const now = performance.now();
    if (now - toldAt < 1_000) return;
    toldAt = now;
    const speed = Math.round((rows - firstRows) / Math.max((now - startedAt) / 1_000, 0.001));
    process.stderr.write(`${rows} rows, ${rejectedRows} rejected${speed > 0 ? `, ${speed} rows/s` : ""}\n`);
  };
}

function readArguments(words: string[]) {
  try {
    return parseArgs({ args: words, allowPositionals: true, options: optionTypes });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function oneOf(option: string, value: string | undefined, allowed: readonly string[]): string | undefined {
  if (value === undefined || allowed.includes(value)) return value;
  throw new UsageError(`${option} must be one of: ${allowed.join(", ")}.`);
}

const explained = [EmbeddedPostgresError, DatabaseRefused, EnvironmentError, ImportConflict, ImportFileError];
const isExplained = (error: unknown) => explained.some((kind) => error instanceof kind);

function say(stream: NodeJS.WriteStream, words: string, code: number): number {
  stream.write(words);
  return code;
}

process.exitCode = await run(process.argv.slice(2));
