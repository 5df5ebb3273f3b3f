import type { FileRow } from "../../subgraphs/resource-directory/services/import-options.ts";
import { ImportFileError } from "./import-file-error.ts";
import { parseRow } from "./read-json-array.ts";

const LONGEST_LINE = 8 * 1024 * 1024;

/** One row a line. A line of a report of rejected rows gives the row it reports, so a corrected report is a file to import. */
export async function* readNdjson(chunks: AsyncIterable<string>): AsyncGenerator<FileRow> {
  let line = 0;
  for await (const text of readLines(chunks)) {
    line += 1;
    const trimmed = text.replace(/^\uFEFF/, "").trim();
    if (trimmed !== "") yield unwrap(parseRow(trimmed, line));
  }
}

function unwrap(file: FileRow): FileRow {
  if (typeof file.row !== "object" || file.row === null) return file;
  if (!("row" in file.row && "reason" in file.row && "line" in file.row)) return file;
  return { ...file, row: file.row.row };
}

async function* readLines(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = "";
  let line = 1;
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop()!;
    line += lines.length;
    if (rest.length > LONGEST_LINE) throw new ImportFileError(`Line ${line} is longer than 8 MB.`);
    yield* lines;
  }
  if (rest !== "") yield rest;
}
