import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { runNode } from "../support/run-node.ts";
import { compose } from "./deployment-facts.ts";

const root = new URL("../../", import.meta.url).pathname;
const started = Object.entries(compose.services).filter(([, { command }]) => command?.[0] === "node");

describe("the build", () => {
  let folder: string;

  beforeAll(async () => {
    mkdirSync(`${root}dist`, { recursive: true });
    // Inside the project, as in production, so that packages are found.
    folder = mkdtempSync(`${root}dist/build-test-`);
    const compiler = `${root}node_modules/typescript/bin/tsc`;
    const { code, stdout } = await runNode([compiler, "-p", "tsconfig.build.json", "--outDir", folder]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect((await runNode(["scripts/copy-assets.mjs", folder])).code).toBe(0);
  }, 120_000);

  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(started)("runs %s with plain Node, which names the first variable it misses", async (name, { command }) => {
    const [, file = "", ...words] = command ?? [];
    // The issuer needs no variable, and refuses production before it listens.
    const run = await runNode([file.replace(/^dist/, folder), ...words], { NODE_ENV: "production" });
    const expected =
      name === "development-issuer" ? /does not start with NODE_ENV=production/ : /^[A-Z_]+ is not set: .+\n$/;
    expect(run).toMatchObject({ code: 1, stdout: "", stderr: expect.stringMatching(expected) });
  });

  test("keeps the types that decorators read, from which schema and tables are made", async () => {
    const script = `
      const { PageInfo } = await import("${folder}/kit/connection.js");
      process.stdout.write(Reflect.getMetadata("design:type", PageInfo.prototype, "hasNextPage").name);`;
    const run = await runNode(["--import", "reflect-metadata", "--input-type", "module", "--eval", script]);
    expect(run).toEqual({ code: 0, stdout: "Boolean", stderr: "" });
  });
});
