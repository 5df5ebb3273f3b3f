import { beforeAll, describe, expect, test } from "@jest/globals";
import type { Loss } from "../../../gateway/engine/losses.ts";
import { type Asked, type Engines, openEngines } from "./support/engines.ts";
import { generateOperation } from "./support/generated-operations.ts";
import { plainFaults, wildFaults, withFault } from "./support/injected-faults.ts";
import { openSources } from "./support/sources.ts";
import { supergraphs } from "./support/supergraphs.ts";
import { withoutBlanks as plain } from "./support/without-conditions.ts";
import { withoutInterfaceNames } from "./support/without-interface-names.ts";

const OPERATIONS = 3;
const opened = new Map<string, { engines: Engines; asked: Asked[] }>();

beforeAll(async () => {
  for (const [name, schemas] of Object.entries(supergraphs)) {
    const engines = await openEngines(schemas);
    const asked: Asked[] = [];
    for (let seed = 1; asked.length < OPERATIONS; seed += 1) {
      const one = generateOperation(engines.schema, seed, 3);
      // Whatever a source sends as a scalar of its own making is right; a null put at __proto__ would not be one.
      if (/blob|extra|__proto__/.test(one.query)) continue;
      const healthy = await engines
        .plan(one)
        .then(() => engines.stock(one, openSources(schemas).ask))
        .catch(() => undefined);
      if (healthy && JSON.stringify(healthy.data).length > 100) asked.push(one);
    }
    opened.set(name, { engines, asked });
  }
});

/** Every source of every supergraph with every operation. */
async function everywhere(
  run: (engines: Engines, schemas: Record<string, string>, source: string, asked: Asked) => Promise<void>,
) {
  for (const [name, schemas] of Object.entries(supergraphs)) {
    const { engines, asked } = opened.get(name)!;
    for (const source of Object.keys(schemas)) for (const one of asked) await run(engines, schemas, source, one);
  }
}

/** What became null against the healthy answer, and whether anything else changed. */
function compareAnswers(
  healthy: unknown,
  faulty: unknown,
  path: (string | number)[] = [],
): { nulled: string[]; changed: string[] } {
  const none = { nulled: [], changed: [] };
  if (faulty === null) return healthy === null ? none : { ...none, nulled: [JSON.stringify(path)] };
  // What a source computes of a lost field is another value, as it should be.
  if (typeof healthy === "string" && healthy.startsWith("needs ")) return none;
  if (typeof healthy !== "object" || healthy === null || typeof faulty !== "object")
    return healthy === faulty ? none : { ...none, changed: [JSON.stringify(path)] };
  const keys = Object.keys(healthy);
  if (keys.length !== Object.keys(faulty as object).length) return { ...none, changed: [JSON.stringify(path)] };
  const parts = keys.map((key) =>
    compareAnswers(
      (healthy as Record<string, unknown>)[key],
      Object.hasOwn(faulty as object, key) ? (faulty as Record<string, unknown>)[key] : undefined,
      [...path, Array.isArray(healthy) ? Number(key) : key],
    ),
  );
  return { nulled: parts.flatMap(({ nulled }) => nulled), changed: parts.flatMap(({ changed }) => changed) };
}

function expectNamedOnce(losses: readonly Loss[], healthy: unknown, faulty: unknown, source: string, asked: Asked) {
  const paths = losses.map(({ path }) => JSON.stringify(path));
  const { nulled, changed } = compareAnswers(healthy, faulty);
  const named = new Set(paths);
  const report = { asked, faulty, losses };
  expect({ ...report, changed }).toEqual({ ...report, changed: [] });
  expect({ ...report, twice: paths.length - named.size }).toEqual({ ...report, twice: 0 });
  if (faulty === null) expect(losses.length).toBeGreaterThan(0);
  else expect({ ...report, unnamed: nulled.filter((path) => !named.has(path)) }).toEqual({ ...report, unnamed: [] });
  for (const loss of losses) expect({ ...report, at: valueAt(faulty, loss.path) }).toEqual({ ...report, at: null });
  const others = losses.filter((loss) => loss.source !== source);
  return others;
}

function withNulls(data: unknown, losses: readonly Loss[]): unknown {
  const copy = { data: structuredClone(plain(data)) };
  for (const { path } of losses) {
    const holder = valueAt(copy, ["data", ...path.slice(0, -1)]) as Record<string | number, unknown> | null;
    if (holder) holder[path.at(-1)!] = null;
  }
  return copy.data;
}

function valueAt(data: unknown, path: readonly (string | number)[]): unknown {
  let value = data;
  for (const step of path) {
    if (value === null) return null;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

/**
 * Where the stock executor answers with more, and wrongly: it sends a null, or nothing, for a required field that was
 * left out and serves what a source computed of that, or what it says of a thing without a key. And an object whose
 * type the source of an interface object could not tell stands there without the fields of its type.
 */
const losesMore = new Set([plainFaults["fails at single fields"], plainFaults["leaves fields out"]]);

describe("a source that fails costs its own fields, each named once, and the data is the stock executor's", () => {
  test.each(Object.entries(plainFaults))("one that %s", async (name, fault) => {
    let lost = 0;
    await everywhere(async (engines, schemas, source, asked) => {
      const ask = () => withFault(openSources(schemas).ask, source, fault);
      const well = await engines.ours(asked, openSources(schemas).ask);
      const ours = await engines.ours(asked, ask());
      const stock = await engines.stock(asked, withoutInterfaceNames(ask(), engines.schema));
      expectNamedOnce(ours.losses, plain(well.data), plain(ours.data), source, asked);
      lost += ours.losses.length;
      if (stock.data === undefined) return;
      const mayLoseMore = losesMore.has(fault) || "votes" in schemas;
      const expected = mayLoseMore ? withNulls(stock.data, ours.losses) : stock.data;
      expect({ asked, source, data: plain(ours.data) }).toEqual({ asked, source, data: plain(expected) });
    });
    expect(lost > 0 || name === "answers errors beside whole data").toBe(true);
  });
});

describe("a source that lies or breaks its form costs its own fields at most", () => {
  test.each(Object.entries(wildFaults))("one that %s", async (_, fault) => {
    await everywhere(async (engines, schemas, source, asked) => {
      const ours = await engines.ours(asked, withFault(openSources(schemas).ask, source, fault));
      const well = await engines.ours(asked, openSources(schemas).ask);
      expectNamedOnce(ours.losses, plain(well.data), plain(ours.data), source, asked);
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    });
  });
});
