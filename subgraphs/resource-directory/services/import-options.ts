import type { ReadSourceRow } from "../policies/source-format.ts";
import type { ImportProgress } from "./import-progress.ts";

/** One row of a file; `problem` says why it could not even be parsed. */
export interface FileRow {
  /** Line of the file where the row begins, from 1. */
  readonly line: number;
  readonly row: unknown;
  readonly problem?: string;
}

/** A row that was not taken, with everything that is wrong with it. */
export interface RejectedRow {
  readonly line: number;
  readonly reason: string;
  readonly message: string;
  readonly row: unknown;
}

/** Where rejected rows go. `append` returns when they are written; `truncate` undoes what an aborted batch wrote. */
export interface RejectedRowsReport {
  append(rejected: readonly RejectedRow[]): Promise<number>;
  truncate(bytes: number): Promise<void>;
}

export interface ImportOptions {
  /** Names this file and the way it is read; the same hash continues an import that was interrupted. */
  readonly hash: string;
  readonly rows: AsyncIterable<FileRow> | Iterable<FileRow>;
  readonly readRow: ReadSourceRow;
  readonly report: RejectedRowsReport;
  /** The file is all this source publishes: offers of it that are missing are withdrawn. */
  readonly completeSource?: string | undefined;
  readonly batchSize?: number;
  readonly onProgress?: (progress: ImportProgress) => void;
}
