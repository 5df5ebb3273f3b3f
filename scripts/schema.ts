import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { parse } from "graphql";
import { protectionDirectives } from "../subgraphs/protection.ts";
import { unannouncedBreakingChanges } from "./schema/breaking-changes.ts";
import { CompositionRefused, composeSchemaFiles, type SchemaFiles } from "./schema/compose.ts";
import { lintSupergraph } from "./schema/lint.ts";
import { lintAgreement } from "./schema/lint-agreement.ts";
import { lintSubgraph } from "./schema/lint-subgraph.ts";

const USAGE = `npm run schema              writes schema/*.graphql from the subgraphs' classes
npm run schema -- --check   says what is stale, undescribed, unprotected or breaking, and writes nothing
npm run schema -- --publish also makes today's API, when sound, the one later changes are compared with
npm run schema -- --folder  names another folder than schema/
`;

function read(folder: string, name: string): string {
  try {
    return readFileSync(join(folder, name), "utf8");
  } catch {
    return "";
  }
}

function findProblems(files: SchemaFiles, folder: string, isCheck: boolean): string[] {
  const { "supergraph.graphql": supergraph = "", "api.graphql": api = "", ...others } = files;
  const sources = Object.entries(others).filter(([name]) => name.endsWith(".graphql"));
  const stale = isCheck ? Object.keys(files).filter((name) => read(folder, name) !== files[name]) : [];
  const published = read(folder, "published.graphql");
  const breaking = published ? unannouncedBreakingChanges(published, api, read(folder, "CHANGELOG.md")) : [];
  const documents = Object.fromEntries(sources.map(([name, text]) => [name.replace(".graphql", ""), parse(text)]));
  // What is wrong in a source is as a rule wrong in the whole, in the same words.
  const unsound = new Set([
    ...lintSupergraph(parse(supergraph)),
    ...Object.values(documents).flatMap((document) => lintSubgraph(document, protectionDirectives)),
    ...lintAgreement(documents),
  ]);
  return [
    ...unsound,
    ...stale.map((name) => `schema/${name} is stale: run npm run schema and commit what changes.`),
    ...breaking.map(
      (change) =>
        `${change} This breaks clients: undo it, or announce it with these very words in schema/CHANGELOG.md.`,
    ),
  ];
}

function main(): number {
  const { values } = parseArgs({
    options: {
      check: { type: "boolean" },
      publish: { type: "boolean" },
      folder: { type: "string", default: fileURLToPath(new URL("../schema", import.meta.url)) },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const { folder } = values;
  const files = composeSchemaFiles();
  if (!values.check) {
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  }
  const problems = findProblems(files, folder, values.check === true);
  if (values.publish && problems.length === 0) writeFileSync(join(folder, "published.graphql"), files["api.graphql"]!);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.stdout.write(
    problems.length > 0
      ? `${problems.length} ${problems.length === 1 ? "problem" : "problems"} in the schema.\n`
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
