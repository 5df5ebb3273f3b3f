import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { unannouncedBreakingChanges } from "../../scripts/schema/breaking-changes.ts";
import { composeSchemaFiles } from "../../scripts/schema/compose.ts";
import { runNode } from "../support/run-node.ts";

const schema = fileURLToPath(new URL("../../schema", import.meta.url));
/** Written by hand, or when a version is published. */
const KEPT = ["CHANGELOG.md", "README.md", "published.graphql"];

describe("the folder schema/", () => {
  const made = composeSchemaFiles();

  test("holds exactly the files made from the classes of the subgraphs, and those kept by hand", () => {
    const present = readdirSync(schema).filter((name) => !KEPT.includes(name));
    expect(present.sort()).toEqual(Object.keys(made).sort());
  });

  test.each(Object.keys(made))("is fresh: %s", (name) => {
    // Compared as a whole but not printed: a diff of thousands of lines helps nobody.
    expect(readFileSync(join(schema, name), "utf8") === made[name]).toBe(true);
  });

  test("shows partners nothing of the inside of the federation", () => {
    expect(made["api.graphql"]).not.toMatch(/join__|@inaccessible|linkedExtractId|resourceId|_entities|_service/);
  });
});

describe("a change that breaks clients", () => {
  const published = `
    type Query { offers(first: Int, after: String): [Offer!] }
    type Offer { id: ID! name: String fee: Fee }
    enum Fee { FREE PAID }
    input Filter { fee: Fee }`;
  const removed = published.replace(" name: String", "");
  const sentence = "Offer.name was removed.";

  test.each([
    ["a field is removed", removed, sentence],
    ["an argument becomes required", published.replace("first: Int", "first: Int!"), "Query.offers arg first"],
    ["a value of an enum is removed", published.replace(" PAID", ""), "PAID was removed from enum type Fee."],
    ["a value may no longer be counted on", published.replace("id: ID!", "id: ID"), "Offer.id changed type"],
    [
      "an input asks for more",
      published.replace("input Filter { fee: Fee }", "input Filter { fee: Fee! }"),
      "Filter.fee changed type",
    ],
    ["a type is removed", published.replace("input Filter { fee: Fee }", ""), "Filter was removed."],
  ])("is named when %s", (_, current, expected) => {
    const [problem, ...others] = unannouncedBreakingChanges(published, current, "");
    expect(problem).toContain(expected);
    expect(others).toEqual([]);
  });

  test("is accepted once the changelog announces it in these words, on a line of their own", () => {
    expect(unannouncedBreakingChanges(published, removed, `# Changes\n\n- ${sentence}\n`)).toEqual([]);
  });

  test("is not announced by words about something else", () => {
    expect(unannouncedBreakingChanges(published, removed, `- Another${sentence}\n`)).toEqual([sentence]);
    expect(unannouncedBreakingChanges(published, removed, `- ${sentence.replace("name", "fee")}\n`)).toEqual([
      sentence,
    ]);
  });

  test("is none when something is added", () => {
    const added = published.replace("name: String", "name: String phone: String");
    expect(unannouncedBreakingChanges(published, added, "")).toEqual([]);
  });
});

describe("the command npm run schema", () => {
  const made = composeSchemaFiles();
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "schema-"));
    for (const [name, text] of Object.entries(made)) writeFileSync(join(folder, name), text);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const run = (...words: string[]) =>
    runNode(["--no-warnings", "--import", "./scripts/typescript.mjs", "scripts/schema.ts", ...words]);
  const read = (name: string) => readFileSync(join(folder, name), "utf8");

  test("finds the committed files fresh and sound", async () => {
    expect(await run("--check")).toEqual({ code: 0, stdout: "The schema is fresh and sound.\n", stderr: "" });
  });

  test("names a stale file, says what to do, and writes nothing when it checks", async () => {
    const byHand = `${read("consent.graphql")}# changed by hand\n`;
    writeFileSync(join(folder, "consent.graphql"), byHand);
    expect(await run("--check", "--folder", folder)).toEqual({
      code: 1,
      stdout: "1 problem in the schema.\n",
      stderr: "schema/consent.graphql is stale: run npm run schema and commit what changes.\n",
    });
    expect(read("consent.graphql")).toBe(byHand);
  });

  test("writes the files anew, and publishes what breaks clients only once it is announced", async () => {
    const before = `${made["api.graphql"]}\n"Once there."\nscalar Former\n`;
    writeFileSync(join(folder, "published.graphql"), before);
    rmSync(join(folder, "supergraph.graphql"));
    const refused = await run("--publish", "--folder", folder);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/^Former was removed\. This breaks clients: undo it, or announce it /);
    expect(read("published.graphql")).toBe(before);
    expect(read("supergraph.graphql") === made["supergraph.graphql"]).toBe(true);

    writeFileSync(join(folder, "CHANGELOG.md"), "# Changes\n\n- Former was removed.\n");
    expect(await run("--publish", "--folder", folder)).toMatchObject({ code: 0, stderr: "" });
    expect(read("published.graphql") === made["api.graphql"]).toBe(true);
  });
});
