import type { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { readPostgresArray } from "../../subgraphs/resource-directory/policies/v0/postgres-array.ts";
import type { FileRow } from "../../subgraphs/resource-directory/services/import-options.ts";
import { ImportFileError } from "./import-file-error.ts";

const LONGEST_ROW = 8 * 1024 * 1024;
const LISTS = new Set([
  "thematiques",
  "publics",
  "modes_accueil",
  "modes_mobilisation",
  "mobilisable_par",
  "zone_eligibilite",
  "reseaux_porteurs",
]);
const NUMBERS = new Set(["latitude", "longitude", "volume_horaire_hebdomadaire", "nombre_semaines"]);

/** The rows of a CSV file whose first line names the columns; `isText` leaves every cell the text it is. */
export async function* readCsv(chunks: Readable, isText: boolean): AsyncGenerator<FileRow> {
  const parser = chunks.pipe(
    parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true, max_record_size: LONGEST_ROW }),
  );
  chunks.on("error", (error) => parser.destroy(error));
  let columns: string[] | undefined;
  let line = 1;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      if (!columns) columns = record.map((name) => name.trim());
      else yield toRow(columns, record, line, isText);
      line = info.lines + 1;
    }
  } catch (error) {
    if (error instanceof CsvError)
      throw new ImportFileError(`The CSV cannot be read near line ${line}: ${error.code}.`);
    throw error;
  }
}

function toRow(columns: readonly string[], cells: readonly string[], line: number, isText: boolean): FileRow {
  if (cells.length !== columns.length) {
    const problem = `The row has ${cells.length} cells, the first line of the file names ${columns.length} columns.`;
    return { line, row: cells, problem };
  }
  const entries = columns.map((column, index) => [column, isText ? cells[index] : toValue(column, cells[index]!)]);
  return { line, row: Object.fromEntries(entries) };
}

/** An empty cell is null; lists are JSON or PostgreSQL arrays, or words between commas. What cannot be read stays text. */
function toValue(column: string, cell: string): unknown {
  if (cell === "") return null;
  if (NUMBERS.has(column)) return Number.isNaN(Number(cell)) ? cell : Number(cell);
  if (column === "extra") return readJson(cell);
  if (!LISTS.has(column)) return cell;
  if (cell.startsWith("[")) return readJson(cell);
  if (cell.startsWith("{")) return readPostgresArray(cell);
  return cell.split(",").map((word) => word.trim());
}

function readJson(cell: string): unknown {
  try {
    return JSON.parse(cell);
  } catch {
    return cell;
  }
}
