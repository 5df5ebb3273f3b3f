import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { pages } from "./pages.ts";

const root = new URL("../../", import.meta.url).pathname;
const told = pages("README.md", "docs", "subgraphs", "gateway", "kit", "bench");

test("there are pages that name tests", () => {
  expect(told.filter(({ text }) => text.includes("tests/")).length).toBeGreaterThan(10);
});

test("no page was left with the marks of a merge", () => {
  expect(told.filter(({ text }) => /^(<{7}|>{7}) /m.test(text)).map(({ path }) => path)).toEqual([]);
});

test("every test that a page names exists", () => {
  const named = told.flatMap(({ path, text }) =>
    [...text.matchAll(/`(tests\/[\w./-]+)`/g)].map(([, file]) => ({ path, file: file! })),
  );
  expect(named.filter(({ file }) => !existsSync(join(root, file)))).toEqual([]);
});

test("every page that another one leads to exists", () => {
  const links = told.flatMap(({ path, text }) =>
    [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)].map(([, link]) => ({ path, link: link! })),
  );
  expect(links.filter(({ path, link }) => !existsSync(join(root, dirname(path), link)))).toEqual([]);
});

describe("the page on consent", () => {
  const rows = [...readFileSync(join(root, "docs/consent.md"), "utf8").matchAll(/^\| ([IC]\d+) \|.*$/gm)];

  test("names a test for each of the laws and claims, in their order", () => {
    const numbered = (letter: string, count: number) => Array.from({ length: count }, (_, at) => `${letter}${at + 1}`);
    expect(rows.map(([, name]) => name)).toEqual([...numbered("I", 20), ...numbered("C", 12)]);
    for (const [row] of rows) expect(row).toMatch(/`tests\/[\w./-]+\.test\.ts`/);
  });
});
