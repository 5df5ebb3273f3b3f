import type { RowProblem } from "./data-inclusion.ts";

const LARGEST_INTEGER = 2_147_483_647;

/** What neither schema nor rules forbid, and yet no database column can hold. */
export function storageProblems(row: unknown): RowProblem[] {
  if (hasUnstorableText(row)) {
    return [{ reason: "row.text", message: "A text of the row holds a null character or half a character." }];
  }
  const weeks = (row as { nombre_semaines?: unknown } | null)?.nombre_semaines;
  if (typeof weeks === "number" && weeks > LARGEST_INTEGER) {
    return [{ reason: "nombre_semaines.maximum", message: "nombre_semaines is too large." }];
  }
  return [];
}

function hasUnstorableText(value: unknown): boolean {
  if (typeof value === "string") return value.includes("\0") || !value.isWellFormed();
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(hasUnstorableText);
}
