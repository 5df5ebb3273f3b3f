/** The values of a closed list as an enum object, from the table that describes each. */
export function valuesOf<Table extends Readonly<Record<string, unknown>>>(
  table: Table,
): { [Word in keyof Table]: Word } {
  return Object.fromEntries(Object.keys(table).map((word) => [word, word])) as { [Word in keyof Table]: Word };
}
