import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { parse } from "graphql";
import { unannouncedBreakingChanges } from "./schema/breaking-changes.ts";
import { CompositionRefused, composeSchemaFiles, type SchemaFiles } from "./schema/compose.ts";
import { lintSupergraph } from "./schema/lint.ts";

const folder = new URL("../schema/", import.meta.url);
const USAGE = `npm run schema              writes schema/*.graphql from the subgraphs' classes
npm run schema -- --check   says what is stale, undescribed, unprotected or breaking, and writes nothing
npm run schema -- --publish also makes today's API the one later changes are compared with
`;

function read(name: string): string {
  try {
    return readFileSync(new URL(name, folder), "utf8");
  } catch {
    return "";
  }
}

function findProblems(files: SchemaFiles, isCheck: boolean): string[] {
  const stale = isCheck ? Object.keys(files).filter((name) => read(name) !== files[name]) : [];
  const published = read("published.graphql");
  const breaking = published ? unannouncedBreakingChanges(published, files["api.graphql"]!, read("CHANGELOG.md")) : [];
  return [
    ...lintSupergraph(parse(files["supergraph.graphql"]!)),
    ...stale.map((name) => `schema/${name} is stale: run npm run schema and commit what changes.`),
    ...breaking.map(
      (change) =>
        `${change} This breaks clients: undo it, or announce it with these very words in schema/CHANGELOG.md.`,
    ),
  ];
}

function main(): number {
  const { values } = parseArgs({
    options: { check: { type: "boolean" }, publish: { type: "boolean" }, help: { type: "boolean" } },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const files = composeSchemaFiles();
  if (!values.check) {
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(new URL(name, folder), text);
    if (values.publish) writeFileSync(new URL("published.graphql", folder), files["api.graphql"]!);
  }
  const problems = findProblems(files, values.check === true);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.stdout.write(
    problems.length > 0
      ? `${problems.length} problems in the schema.\n`
      : `The schema is ${values.check ? "fresh" : "written"} and sound.\n`,
  );
  return problems.length > 0 ? 1 : 0;
}

try {
  process.exitCode = main();
} catch (error) {
  if (!(error instanceof CompositionRefused)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
