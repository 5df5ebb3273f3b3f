import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { runNode } from "../support/run-node.ts";

const root = new URL("../../", import.meta.url).pathname;
const cruiser = `${root}node_modules/dependency-cruiser/bin/dependency-cruise.mjs`;
const configuration = `${root}.dependency-cruiser.cjs`;

/** One file for each arrow, which breaks it and no other. */
const offences: Record<string, { rule: string; content: string }> = {
  "subgraphs/consent/services/reads-a-neighbour.ts": {
    rule: "subgraphs-meet-in-the-schema",
    content: 'import type { Thing } from "../../health-access/entities/thing.ts"; export type Same = Thing;',
  },
  "subgraphs/consent/services/reads-the-gateway.ts": {
    rule: "subgraphs-meet-in-the-schema",
    content: 'export { limits } from "../../../gateway/limits.ts";',
  },
  "subgraphs/consent/services/reads-the-list.ts": {
    rule: "the-list-of-subgraphs-is-for-the-start",
    content: 'export { subgraphs } from "../../index.ts";',
  },
  "gateway/reads-a-subgraph.ts": {
    rule: "gateway-knows-the-schema-only",
    content: 'export { Thing } from "../subgraphs/health-access/entities/thing.ts";',
  },
  "gateway/engine/reads-the-gateway.ts": {
    rule: "engine-stands-alone",
    content: 'export { limits } from "../limits.ts";',
  },
  "gateway/engine/reads-the-kit.ts": {
    rule: "engine-stands-alone",
    content: 'export { viewer } from "../../kit/viewer.ts";',
  },
  "kit/reads-the-gateway.ts": {
    rule: "kit-imports-nobody",
    content: 'export { limits } from "../gateway/limits.ts";',
  },
  "subgraphs/consent/entities/calls-a-service.ts": {
    rule: "entities-and-policies-are-the-ground",
    content: 'export { service } from "../services/service.ts";',
  },
  "subgraphs/consent/policies/calls-a-repository.ts": {
    rule: "entities-and-policies-are-the-ground",
    content: 'export const later = () => import("../repositories/repository.ts");',
  },
  "subgraphs/consent/fhir/reads-a-row.ts": {
    rule: "entities-and-policies-are-the-ground",
    content: 'export { repository } from "../repositories/repository.ts";',
  },
  "subgraphs/consent/policies/knows-the-orm.ts": {
    rule: "policies-decide-without-database",
    content: 'import type { EntityManager } from "@mikro-orm/core"; export type Same = EntityManager;',
  },
  "subgraphs/consent/resolvers/queries.ts": {
    rule: "driver-stays-in-repositories",
    content: 'import { Pool } from "pg"; export const pool = new Pool();',
  },
  "subgraphs/consent/entities/queries.ts": {
    rule: "entities-only-map",
    content: 'import { raw } from "@mikro-orm/postgresql"; export const now = raw("now()");',
  },
  "subgraphs/consent/services/speaks-graphql.ts": {
    rule: "graphql-classes-live-in-entities-and-resolvers",
    content: 'import { Field } from "type-graphql"; export const field = Field;',
  },
  "kit/circle-a.ts": { rule: "no-cycle", content: 'export { b } from "./circle-b.ts"; export const a = 1;' },
  "scripts/reads-tests.ts": {
    rule: "nothing-imports-tests",
    content: 'export { support } from "../tests/support.ts";',
  },
  "gateway/needs-a-tool.ts": {
    rule: "production-runs-without-tools",
    content: 'import { parse } from "yaml"; export const read = parse;',
  },
  "gateway/stands-elsewhere.ts": {
    rule: "elsewhere-is-for-other-gateways",
    content: 'export { types } from "./elsewhere/other-gateway.ts";',
  },
  "gateway/reads-nothing.ts": { rule: "imports-exist", content: 'export { gone } from "./gone.ts";' },
};

/** Files that break no arrow: what the offences import, and the exempted roads. */
const innocent: Record<string, string> = {
  "gateway/elsewhere/other-gateway.ts": 'import type { Document } from "yaml"; export const types: Document[] = [];',
  "subgraphs/health-access/entities/thing.ts":
    'import { Field } from "type-graphql"; import { Entity } from "@mikro-orm/decorators/legacy"; export class Thing {} export const used = [Field, Entity];',
  "subgraphs/index.ts": 'export { Thing as subgraphs } from "./health-access/entities/thing.ts";',
  "subgraphs/protected.ts": 'import { Directive } from "type-graphql"; export const Protected = Directive;',
  "subgraphs/consent/services/service.ts":
    'import type { EntityManager } from "@mikro-orm/postgresql"; import { repository } from "../repositories/repository.ts"; export const service = (em: EntityManager) => repository(em);',
  "subgraphs/consent/repositories/repository.ts":
    'import { raw } from "@mikro-orm/postgresql"; import { viewer } from "../../../kit/viewer.ts"; export const repository = (em: unknown) => [em, raw("now()"), viewer];',
  "gateway/limits.ts": 'import { viewer } from "../kit/viewer.ts"; export const limits = viewer;',
  "gateway/engine/plan.ts": 'import { step } from "./step.ts"; export const plan = [step];',
  "gateway/engine/step.ts": 'import { GraphQLError } from "graphql"; export const step = GraphQLError;',
  "kit/viewer.ts": 'import { Pool } from "pg"; export const viewer = Pool;',
  "kit/circle-b.ts": 'export { a } from "./circle-a.ts"; export const b = 2;',
  "tests/support.ts": 'export { limits as support } from "../gateway/limits.ts";',
};

interface Violation {
  readonly rule: { readonly name: string };
  readonly from: string;
}

/** Runs the arrows over a tree, and gives its violations as "rule: file". */
async function brokenArrows(directory: string, format = "json"): Promise<string[]> {
  const words = [cruiser, "--config", configuration, "--output-type", format, "."];
  const { stdout, stderr } = await runNode(words, {}, directory);
  if (format !== "json") return [stdout + stderr];
  const { summary } = JSON.parse(stdout) as { summary: { violations: Violation[] } };
  return summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`).sort();
}

describe("the arrows of the house", () => {
  let offending: string;

  beforeAll(() => {
    offending = mkdtempSync(join(tmpdir(), "arrows-"));
    const contents = Object.entries(offences).map(([path, { content }]) => [path, content] as const);
    for (const [path, content] of [...contents, ...Object.entries(innocent)]) {
      mkdirSync(dirname(join(offending, path)), { recursive: true });
      writeFileSync(join(offending, path), content);
    }
    cpSync(`${root}package.json`, join(offending, "package.json"));
    symlinkSync(`${root}node_modules`, join(offending, "node_modules"));
  });

  afterAll(() => rmSync(offending, { recursive: true }));

  test("hold in the whole tree", async () => {
    expect(await brokenArrows(root)).toEqual([]);
  });

  test("are each refused to the file that breaks it, and to no other", async () => {
    const expected = Object.entries(offences).map(([path, { rule }]) => `${rule}: ${path}`);
    expect(await brokenArrows(offending)).toEqual(expected.sort());
  });

  test("are each explained to the developer who breaks one", async () => {
    const [report = ""] = await brokenArrows(offending, "err-long");
    const sentences = [...readFileSync(configuration, "utf8").matchAll(/^ +name: "(.+)"/gm)].map(([, name]) => name);
    expect(new Set(Object.values(offences).map(({ rule }) => rule))).toEqual(new Set(sentences));
    expect(report.replace(/\s+/g, " ")).toContain(
      "Let them meet in the schema (an entity reference), or publish an event.",
    );
  });
});
