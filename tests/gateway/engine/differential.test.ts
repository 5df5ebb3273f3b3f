import { beforeAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Asked, type Engines, openEngines, type StockAnswer } from "./support/engines.ts";
import { generateOperation } from "./support/generated-operations.ts";
import { openSources } from "./support/sources.ts";
import { supergraphs } from "./support/supergraphs.ts";
import { withoutBlanks, withoutConditions } from "./support/without-conditions.ts";
import { withoutInterfaceNames } from "./support/without-interface-names.ts";

/** Why our answer may differ from the stock executor's; each reason is checked by taking its cause away. */
const reasons = {
  none: "the answers are the same",
  unplanned: "the planner, which both share, refuses the operation",
  misplanned: "the plan asks a source for a type it does not know; what is left is the same",
  unsupplied:
    "the plan requires a field of a type it asks it of nobody for: the stock executor loses what needs it without a " +
    "word, we lose the same and name it",
  interface:
    "a source that knows an interface as an object says the interface's name, which hides the object's own type from " +
    "the stock executor: it then leaves out what was asked of that type; without that name it answers as we do",
  required:
    "a skipped field's @requires makes the stock executor lose its neighbours without a word; " +
    "without the skipped field it answers as we do",
} as const;
type Reason = keyof typeof reasons;

const isSame = (one: unknown, other: unknown): boolean => {
  try {
    expect(one).toEqual(other);
    return true;
  } catch {
    return false;
  }
};

async function compare(engines: Engines, schemas: Record<string, string>, asked: Asked): Promise<Reason> {
  const ask = () => openSources(schemas).ask;
  let stock: StockAnswer;
  try {
    await engines.plan(asked);
    stock = await engines.stock(asked, ask());
  } catch {
    return "unplanned";
  }
  const ours = await engines.ours(asked, ask());
  const told = (answer: StockAnswer) => {
    const data = withoutBlanks(answer.data);
    // Stock names the value that is missing, we the null it left; several may have left one null.
    const lost = [...new Set(answer.incomplete.map((path) => JSON.stringify(firstNull(data, path as Path))))];
    return { data, lost };
  };
  const ourAnswer = {
    data: withoutBlanks(ours.data),
    lost: ours.losses.map(({ path }) => JSON.stringify(path)),
  };
  const named = await engines.stock(asked, withoutInterfaceNames(ask(), engines.schema));
  if (stock.errors.length > 0 && isSame(ourAnswer.data, told(named).data)) return "misplanned";
  if (isSame(ourAnswer, told(stock))) return "none";
  if (isSame(ourAnswer, told(named))) return "interface";
  if (isSame(ourAnswer.data, told(named).data) && named.incomplete.length === 0) return "unsupplied";
  const plainer = await engines.stock(withoutConditions(asked), withoutInterfaceNames(ask(), engines.schema));
  expect({ asked, ...ourAnswer }).toEqual({ asked, ...told(plainer) });
  return "required";
}

type Path = readonly (string | number)[];

function firstNull(data: unknown, path: Path): Path {
  let value = data;
  for (const [index, step] of path.entries()) {
    if (value === null) return path.slice(0, index);
    value = (value as Record<string | number, unknown>)[step];
  }
  return path;
}

const RUNS = 40;

describe.each(Object.entries(supergraphs))("%s", (name, schemas) => {
  let engines: Engines;
  // Plans over an interface object take the planner seconds where others take it milliseconds.
  const depth = name === "@interfaceObject" ? 3 : 4;
  beforeAll(async () => {
    engines = await openEngines(schemas);
  });

  test("any operation is answered as the stock executor answers it, but for the reasons named", async () => {
    const counts: Record<Reason, number> = {
      none: 0,
      unplanned: 0,
      misplanned: 0,
      unsupplied: 0,
      interface: 0,
      required: 0,
    };
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 1e6 }), async (seed) => {
        counts[await compare(engines, schemas, generateOperation(engines.schema, seed, depth))] += 1;
      }),
      { seed: 20261123, numRuns: RUNS, endOnFailure: true },
    );
    expect(counts.none).toBeGreaterThan(RUNS / 3);
  });
});
