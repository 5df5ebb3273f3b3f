/** The elements of a PostgreSQL array literal such as `{a,"b c"}`; an empty text is an empty array. */
export function readPostgresArray(literal: string): string[] {
  const body = literal.trim().replace(/^\{|\}$/g, "");
  const elements = body.matchAll(/"((?:[^"\\]|\\.)*)"|([^,"]+)/g);
  return [...elements]
    .map(([, quoted, plain]) => (quoted === undefined ? plain!.trim() : quoted.replace(/\\(.)/g, "$1")))
    .filter((element) => element !== "" && element !== "NULL");
}
