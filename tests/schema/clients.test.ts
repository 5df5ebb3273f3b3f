import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { buildSchema, Kind, print, stripIgnoredCharacters, validate } from "graphql";
import { readApplications } from "../../gateway/applications-file.ts";
import { defaultLimits } from "../../gateway/limits.ts";
import { operationLimits } from "../../gateway/operation-limits.ts";
import { DEVELOPMENT_CLIENT } from "../../scripts/development/development-client.ts";
import { kebabOf, publics, readStoredOperations } from "./support/stored-operations.ts";

const stored = readStoredOperations();
const all = [...stored.values()];
const api = buildSchema(readFileSync(new URL("../../schema/api.graphql", import.meta.url), "utf8"));

describe("the folder clients/", () => {
  test("holds a README, who may send what, and one folder for each public, of operations alone", () => {
    const clients = new URL("../../clients/", import.meta.url);
    expect(readdirSync(clients).sort()).toEqual(["README.md", "applications.json", ...publics]);
    for (const name of publics)
      for (const file of readdirSync(new URL(`${name}/`, clients))) expect(file).toMatch(/^[a-z-]+\.graphql$/);
    expect(all.length).toBeGreaterThan(40);
  });

  test("gives each operation a name and a text of its own", () => {
    const names = all.flatMap(({ operations }) => operations.map(({ name }) => name?.value));
    expect(new Set(names).size).toBe(all.length);
    const bodies = all.flatMap(({ operations }) =>
      operations.map((node) => stripIgnoredCharacters(print({ ...node, name: undefined }))),
    );
    expect(new Set(bodies).size).toBe(all.length);
  });

  test("says who may send what: in production, the demo's own client alone", () => {
    const path = new URL("../../clients/applications.json", import.meta.url).pathname;
    const applications = readApplications(path, { isProduction: true });
    const demo = applications.ruleOf({ issuer: "development", application: DEVELOPMENT_CLIENT });
    expect([demo.isFreeForm, demo.operations.size]).toEqual([true, all.length]);
    const other = applications.ruleOf({ issuer: "pro", application: DEVELOPMENT_CLIENT });
    expect([other.isFreeForm, other.operations.size]).toEqual([false, 0]);
  });

  test("asks each mutation why nothing was changed", () => {
    for (const { operations, text } of all)
      if (operations[0]?.operation === "mutation") expect(text).toMatch(/userErrors \{\s+code\s+field\s+message\s+\}/);
  });

  test("tells how to use it without a word that is not in the API or in the errors", () => {
    const readme = readFileSync(new URL("../../clients/README.md", import.meta.url), "utf8");
    const errors = readFileSync(new URL("../../docs/errors.md", import.meta.url), "utf8");
    const refusals = ["NOT_FOUND", "FORBIDDEN", "CONSENT_REQUIRED", "BAD_USER_INPUT", "CONFLICT_VERSION"];
    for (const [code] of readme.matchAll(/\b[A-Z]+_[A-Z_]+\b/g))
      expect(errors.includes(code) || refusals.includes(code)).toBe(true);
    for (const [, path] of readme.matchAll(/`([a-z]+\/[a-z-]+)\.graphql`/g)) {
      expect(stored.has(path!) || path === "schema/api").toBe(true);
    }
  });
});

describe.each(all.map((operation) => [operation.path, operation] as const))(
  "%s",
  (path, { document, ...operation }) => {
    test("is one operation, named like its file, with a word to the developer and a role or a person", () => {
      expect(document.definitions.map(({ kind }) => kind)).toEqual([Kind.OPERATION_DEFINITION]);
      expect(kebabOf(operation.operations[0]?.name?.value ?? "")).toBe(path.split("/")[1]);
      expect(operation.text).toMatch(/^# [A-Z].*\b([A-Z]+_[A-Z_]+|role|person accompanied)\b/);
      const comment = operation.text.split("\n").filter((line) => line.startsWith("#"));
      expect(comment.length).toBeLessThanOrEqual(3);
      expect(comment.at(-1)).toMatch(/\.$/);
    });

    test("fits the API and stays within what the hub accepts", () => {
      expect(validate(api, document)).toEqual([]);
      expect(validate(api, document, [operationLimits(defaultLimits)])).toEqual([]);
      expect(Buffer.byteLength(operation.text)).toBeLessThan(defaultLimits.bodyBytes);
    });
  },
);
