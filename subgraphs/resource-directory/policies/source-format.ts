import type { RowProblem, ServiceV1, StructureV1 } from "./data-inclusion.ts";

/** What one row of a file says, in the words of v1. */
export interface ReadRow {
  readonly structures: readonly StructureV1[];
  readonly services: readonly ServiceV1[];
  /** The source does not publish all that v1 requires: its rows are taken and marked. */
  readonly isIncomplete: boolean;
  /** Structures known by their identifier alone, which never replace a described one. */
  readonly isStructureBare: boolean;
  /** Why the row cannot be read at all. */
  readonly problems: readonly RowProblem[];
  /** Faults put right, and values given up because they mean nothing in v1: each a reason to count by. */
  readonly repairs: readonly string[];
  readonly losses: readonly string[];
}

/** Reads one row of a source format. */
export type ReadSourceRow = (row: unknown) => ReadRow;

export const nothingRead: ReadRow = {
  structures: [],
  services: [],
  isIncomplete: false,
  isStructureBare: false,
  problems: [],
  repairs: [],
  losses: [],
};

/** A row of data·inclusion v1 is a service when it names its structure. */
export const readV1Row: ReadSourceRow = (row) => {
  if (typeof row !== "object" || row === null || Array.isArray(row)) {
    return { ...nothingRead, problems: [{ reason: "row.object", message: "The row is not an object." }] };
  }
  if ("structure_id" in row) return { ...nothingRead, services: [row as ServiceV1] };
  return { ...nothingRead, structures: [row as StructureV1] };
};
