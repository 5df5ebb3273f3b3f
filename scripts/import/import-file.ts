import { createHash } from "node:crypto";
import type { MikroORM } from "@mikro-orm/postgresql";
import { type ReadSourceRow, readV1Row } from "../../subgraphs/resource-directory/policies/source-format.ts";
import { createV0Format } from "../../subgraphs/resource-directory/policies/v0/source-format.ts";
import { readCommunes } from "../../subgraphs/resource-directory/repositories/territory.ts";
import { importDirectory } from "../../subgraphs/resource-directory/services/import-directory.ts";
import type { FileRow, RejectedRowsReport } from "../../subgraphs/resource-directory/services/import-options.ts";
import type { ImportProgress } from "../../subgraphs/resource-directory/services/import-progress.ts";
import { hashFile, readChunks } from "./file-chunks.ts";
import { ImportFileError } from "./import-file-error.ts";
import { readCsv } from "./read-csv.ts";
import { readJsonArray } from "./read-json-array.ts";
import { readNdjson } from "./read-ndjson.ts";

export const fileFormats = ["json", "ndjson", "csv"] as const;
export type FileFormat = (typeof fileFormats)[number];
export type SourceFormat = "v0" | "v1";

/** A file to import and how to read it. */
export interface ImportFile {
  readonly file: string;
  /** Known by the name of the file when absent. */
  readonly format?: FileFormat | undefined;
  readonly sourceFormat: SourceFormat;
  /** The structures that belong to a v0 export of services. */
  readonly structuresFile?: string | undefined;
  readonly completeSource?: string | undefined;
}

export interface ImportFileOptions {
  readonly report: RejectedRowsReport;
  readonly onProgress?: (progress: ImportProgress) => void;
  readonly batchSize?: number;
}

/** What identifies an import: the bytes of its files and the way they are read. */
export async function importHash(wanted: ImportFile): Promise<string> {
  const parts = [
    await hashFile(wanted.file),
    formatOf(wanted),
    wanted.sourceFormat,
    wanted.structuresFile ? await hashFile(wanted.structuresFile) : "",
    wanted.completeSource ?? "",
  ];
  return createHash("sha256").update(parts.join("\n")).digest("hex");
}

/** Imports a file into the directory's database; see {@link importDirectory}. */
export async function importFile(
  orm: MikroORM,
  wanted: ImportFile,
  options: ImportFileOptions,
): Promise<ImportProgress> {
  const hash = await importHash(wanted);
  const em = orm.em.fork();
  return importDirectory(em, {
    ...options,
    hash,
    rows: readRows(wanted),
    readRow: await readerOf(orm, wanted),
    completeSource: wanted.completeSource,
  });
}

async function readerOf(orm: MikroORM, wanted: ImportFile): Promise<ReadSourceRow> {
  if (wanted.sourceFormat === "v1") return readV1Row;
  const structures: Record<string, string>[] = [];
  if (wanted.structuresFile) {
    const companion = { file: wanted.structuresFile, sourceFormat: "v0" } as const;
    for await (const { row } of readRows(companion)) structures.push(row as Record<string, string>);
  }
  return createV0Format(await readCommunes(orm.em.fork()), structures);
}

function readRows(wanted: ImportFile): AsyncIterable<FileRow> {
  const chunks = readChunks(wanted.file);
  const format = formatOf(wanted);
  if (format === "csv") return readCsv(chunks, wanted.sourceFormat === "v0");
  return format === "json" ? readJsonArray(chunks) : readNdjson(chunks);
}

function formatOf({ file, format }: Pick<ImportFile, "file" | "format">): FileFormat {
  if (format) return format;
  const name = file.replace(/\.gz$/, "").toLowerCase();
  if (name.endsWith(".json")) return "json";
  if (name.endsWith(".ndjson") || name.endsWith(".jsonl")) return "ndjson";
  if (name.endsWith(".csv")) return "csv";
  throw new ImportFileError(`The name of ${file} does not tell its format: add --format json, ndjson or csv.`);
}
