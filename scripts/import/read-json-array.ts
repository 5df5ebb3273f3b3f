import type { FileRow } from "../../subgraphs/resource-directory/services/import-options.ts";
import { ImportFileError } from "./import-file-error.ts";

const LONGEST_ROW = 8 * 1024 * 1024;
const SHOWN_CHARACTERS = 1_000;

/**
 * The elements of a JSON array, one by one, in the memory of one element. It follows strings and brackets to cut the
 * array into elements and leaves their meaning to JSON.parse; an element that means nothing is a row with a problem.
 */
export async function* readJsonArray(chunks: AsyncIterable<string>): AsyncGenerator<FileRow> {
  const cutter = new ArrayCutter();
  for await (const chunk of chunks) yield* cutter.feed(chunk);
  yield* cutter.end();
}

class ArrayCutter {
  #state: "before" | "inside" | "after" = "before";
  #depth = 0;
  #isString = false;
  #isEscaped = false;
  #line = 1;
  #startLine = 1;
  #element = "";

  *feed(chunk: string): Generator<FileRow> {
    let start = 0;
    for (let index = 0; index < chunk.length; index++) {
      const character = chunk[index]!;
      if (character === "\n") this.#line += 1;
      if (this.#isString) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (character === "\\") this.#isEscaped = true;
        else if (character === '"') this.#isString = false;
        continue;
      }
      if (this.#state !== "inside") {
        this.#outside(character);
        start = index + 1;
        continue;
      }
      if (character === '"') this.#isString = true;
      else if (character === "{" || character === "[") this.#depth += 1;
      else if (this.#depth > 0 && (character === "}" || character === "]")) this.#depth -= 1;
      else if (this.#depth === 0 && (character === "," || character === "]")) {
        this.#element += chunk.slice(start, index);
        start = index + 1;
        yield* this.#take();
        if (character === "]") this.#state = "after";
      }
    }
    if (this.#state === "inside") this.#element += chunk.slice(start);
    if (this.#element.length > LONGEST_ROW)
      throw new ImportFileError(`The row that begins at line ${this.#startLine} is longer than 8 MB.`);
  }

  *end(): Generator<FileRow> {
    if (this.#state === "before") throw new ImportFileError("The file is empty: a JSON array of rows is needed.");
    if (this.#state === "after") return;
    yield {
      line: this.#elementLine(),
      row: this.#element.trim().slice(0, SHOWN_CHARACTERS),
      problem: "The file ends in the middle of this row, or before the end of the array.",
    };
  }

  #outside(character: string): void {
    if (/\s|\uFEFF/.test(character)) return;
    if (this.#state === "before" && character === "[") {
      this.#state = "inside";
      this.#startLine = this.#line;
      return;
    }
    throw new ImportFileError(
      this.#state === "before"
        ? "The file is not a JSON array of rows: use --format ndjson for one row a line, or --format csv."
        : `Line ${this.#line}: something follows the end of the array.`,
    );
  }

  *#take(): Generator<FileRow> {
    const text = this.#element.trim();
    const line = this.#elementLine();
    this.#element = "";
    this.#startLine = this.#line;
    if (text === "") return;
    yield parseRow(text, line);
  }

  /** Where the element itself begins, after the empty lines before it. */
  #elementLine(): number {
    return this.#startLine + (/^\s*/.exec(this.#element)![0].match(/\n/g)?.length ?? 0);
  }
}

/** A row of its JSON text; one that does not parse carries its problem and the beginning of the text. */
export function parseRow(text: string, line: number): FileRow {
  try {
    return { line, row: JSON.parse(text) as unknown };
  } catch {
    return { line, row: text.slice(0, SHOWN_CHARACTERS), problem: "The row is not valid JSON." };
  }
}
