import type { SourceFile } from "./source-files.ts";

/** Rooms that may ask the database; the others may only hold the type of its EntityManager and own the transaction. */
const allowedRooms = /^(kit|scripts|subgraphs\/[^/]+\/(repositories|migrations))\//;
const mappingRoom = /^subgraphs\/[^/]+\/entities\//;
const valueImport = /^import\s+(?!type\b)([^;]*?)\s+from\s+"(@mikro-orm\/[^"]+)"/gm;
const queryCall =
  /\b(?:em|entityManager|orm\.em)(?:\.fork\(\))?\.(find\w*|count\w*|stream|qb|createQueryBuilder|execute|raw|native\w*|insert\w*|update\w*|upsert\w*|getConnection|getKysely|getRepository|populate)\b/g;

/** Each query or runtime use of the ORM outside the rooms for it, as "path: what". */
export function queriesOutsideRepositories(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => !allowedRooms.test(path))
    .flatMap(({ path, text }) => [
      ...[...text.matchAll(queryCall)].map(([call]) => `${path}: ${call}`),
      ...(mappingRoom.test(path) ? [] : runtimeImports(text).map((name) => `${path}: import of ${name}`)),
    ]);
}

function runtimeImports(text: string): string[] {
  const isValue = (name: string) => name.trim() !== "" && !/^type\s/.test(name.trim());
  return [...text.matchAll(valueImport)]
    .filter(([, names = ""]) => names.replace(/[{}]/g, "").split(",").some(isValue))
    .map(([, , source = ""]) => source);
}
