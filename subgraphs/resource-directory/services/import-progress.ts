import type { WriteCounts } from "../repositories/directory-writes.ts";

/** What an import has done so far; kept with it, so that one that continues counts on. */
export interface ImportProgress {
  readonly rows: number;
  readonly rejectedRows: number;
  readonly structures: WriteCounts;
  readonly offers: WriteCounts;
  /** Structures added that are known by their identifier alone. */
  readonly bareStructures: number;
  readonly withdrawn: number;
  /** How often each reason rejected a row, each fault was repaired, each value given up. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly repairs: Readonly<Record<string, number>>;
  readonly losses: Readonly<Record<string, number>>;
  /** Opening hours kept in words alone, since no search can read them, by where they stood. */
  readonly unread: Readonly<Record<string, number>>;
  /** Length of the report of rejected rows. */
  readonly reportBytes: number;
}

const nothing: WriteCounts = { inserted: 0, updated: 0, unchanged: 0 };

export const noProgress: ImportProgress = {
  rows: 0,
  rejectedRows: 0,
  structures: nothing,
  offers: nothing,
  bareStructures: 0,
  withdrawn: 0,
  reasons: {},
  repairs: {},
  losses: {},
  unread: {},
  reportBytes: 0,
};

/** Another run of the same import is under way, or this row of the file was already committed by one. */
export class ImportConflict extends Error {
  override readonly name = "ImportConflict";
}

export const addCounts = (one: WriteCounts, other: WriteCounts): WriteCounts => ({
  inserted: one.inserted + other.inserted,
  updated: one.updated + other.updated,
  unchanged: one.unchanged + other.unchanged,
});

export function addReasons(
  known: Readonly<Record<string, number>>,
  reasons: readonly string[],
): Readonly<Record<string, number>> {
  if (reasons.length === 0) return known;
  const sum = { ...known };
  for (const reason of reasons) sum[reason] = (sum[reason] ?? 0) + 1;
  return sum;
}
