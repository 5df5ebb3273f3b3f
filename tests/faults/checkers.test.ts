import { expect, it } from "@jest/globals";
import { mistakesOfAttempts } from "../../scripts/chaos/histories/one-winner.ts";
import { mistakesOfPages } from "../../scripts/chaos/histories/pages.ts";
import { untraced, untracedRefusals } from "../../scripts/chaos/histories/traced-disclosures.ts";
import type { Told } from "../../scripts/chaos/hub-client.ts";
import { differences, mistakeIn, type Read } from "../../scripts/chaos/reads.ts";
import { growthIn } from "../../scripts/chaos/soak.ts";
import { writeMistakes } from "../../scripts/chaos/writes.ts";

// A checker that finds nothing wrong proves nothing until it is seen to find what is.

it("something shown without a permission in the log is found", () => {
  const shown = [
    { requestId: "1", category: "EXTRACT" },
    { requestId: "2", category: "EXTRACT" },
    { requestId: "3", category: "IDENTITY" },
  ];
  const log = [
    { requestId: "1", category: "EXTRACT", isPermitted: true },
    { requestId: "2", category: "EXTRACT", isPermitted: false },
    { requestId: "3", category: "EXTRACT", isPermitted: true },
  ];
  expect(untraced(shown, log).map(({ requestId }) => requestId)).toEqual(["2", "3"]);
  expect(untraced(shown.slice(0, 1), log)).toEqual([]);
});

it("a refusal without a row is found", () => {
  const log = [
    { requestId: "1", category: "EXTRACT", isPermitted: false },
    { requestId: "2", category: "EXTRACT", isPermitted: true },
  ];
  expect(untracedRefusals(["1", "2", "3"], log)).toEqual(["2", "3"]);
});

it.each([
  ["seen twice", ["a", "b", "b"], ["a"], ["1 items were seen twice"]],
  ["missed", ["a", "c"], ["a", "b"], ["1 items were missed"]],
  ["that came and went", ["a", "x", "b"], ["a", "b"], []],
])("an item %s is judged as such", (_what, seen, present, mistakes) => {
  expect(mistakesOfPages(seen, present)).toEqual(mistakes);
});

const won = (id: string) => ({ id, code: null });
const lost = (code: string | null) => ({ id: null, code });

it.each([
  ["one winner and declared losers", [won("a"), won("a"), lost("CONFLICT")], 1, 0],
  ["two winners", [won("a"), won("b")], 2, 2],
  ["a row nobody was told of", [lost("CONFLICT")], 1, 1],
  ["a winner without a row", [won("a")], 0, 1],
  ["a loser without a reason", [won("a"), lost(null)], 1, 1],
])("attempts at one thing with %s are judged as such", (_what, attempts, rows, mistakes) => {
  expect(mistakesOfAttempts(attempts, rows, ["CONFLICT"])).toHaveLength(mistakes);
});

it("an act lost, doubled, or done though it was said to have failed is found", () => {
  const acts = { acknowledged: ["a", "b"], refused: ["c"], unknown: ["d"], breaches: new Set<string>() };
  const judge = (times: Record<string, number>) => writeMistakes(acts, new Map(Object.entries(times)));
  expect(judge({ a: 1, b: 1 })).toEqual([]);
  expect(judge({ a: 1, b: 1, d: 1 })).toEqual([]);
  expect(judge({ a: 1 })).toEqual(["1 acknowledged acts are lost"]);
  expect(judge({ a: 2, b: 1, d: 2 })).toEqual(["2 acts happened more than once"]);
  expect(judge({ a: 1, b: 1, c: 1 })).toEqual(["1 acts said to have failed have happened"]);
});

it("a value that differs without being told lost is found, one told lost is not", () => {
  const read = { whole: { list: [{ name: "a", place: { city: "b" } }] } } as unknown as Read;
  const told = (data: unknown, paths: (string | number)[][] = [], breach?: string) =>
    mistakeIn(read, { data, paths, breach, codes: [] } as unknown as Told);
  expect(told(read.whole)).toBeUndefined();
  expect(told({ list: [{ name: "a", place: null }] })).toMatch(/list\.0\.place/);
  expect(told({ list: [{ name: "a", place: null }] }, [["list", 0, "place"]])).toBeUndefined();
  expect(told({ list: [] })).toMatch(/list\.0/);
  expect(told(undefined, [], "no answer came")).toBe("no answer came");
  expect(differences({ a: 1 }, { a: 1, b: 2 })).toEqual([["b"]]);
});

it("a process that goes on growing is found, one that breathes is not", () => {
  const samples = (sizeAt: (look: number) => number) =>
    Array.from({ length: 12 }, (_, look) => ({ megabytes: sizeAt(look), openFiles: sizeAt(look) }));
  expect(growthIn(samples((look) => 200 + 40 * (look % 3)))).toEqual([]);
  expect(growthIn(samples((look) => 200 + 40 * look))).toEqual(["grew by 320 MB", "holds 320 more open files"]);
});
