import DataLoader from "dataloader";
import { isIdentifier } from "./identifier.ts";

/**
 * A loader of one request that turns many keys into one read. Keys that cannot exist are answered null without a read,
 * and a key that finds nothing is null too. Keys are UUIDs unless `isKey` says what they are.
 */
export function loadByKey<Row>(
  read: (keys: string[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
  isKey: (key: unknown) => boolean = isIdentifier,
): DataLoader<string, Row | null> {
  return new DataLoader<string, Row | null>(async (keys) => {
    const valid = [...new Set(keys.filter(isKey))];
    const rows = valid.length > 0 ? await read(valid) : [];
    const byKey = new Map(rows.map((row) => [keyOf(row), row]));
    return keys.map((key) => byKey.get(key) ?? null);
  });
}

/** Like {@link loadByKey} for rows that hang below a key: every key gets its rows in the order read. */
export function loadManyByKey<Row>(
  read: (keys: string[]) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
): DataLoader<string, Row[]> {
  return new DataLoader<string, Row[]>(async (keys) => {
    const valid = [...new Set(keys.filter(isIdentifier))];
    const rows = valid.length > 0 ? await read(valid) : [];
    const byKey = Map.groupBy(rows, keyOf);
    return keys.map((key) => byKey.get(key) ?? []);
  });
}

/** Empties every loader of a request's context: what was read before a change must not be shown after it. */
export function forgetLoaded(context: object): void {
  for (const value of Object.values(context)) if (value instanceof DataLoader) value.clearAll();
}
