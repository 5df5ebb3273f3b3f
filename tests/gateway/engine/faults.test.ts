import { beforeAll, describe, expect, test } from "@jest/globals";
import type { Asked } from "./support/engines.ts";
import { tryFault } from "./support/faulty-trial.ts";
import { generateOperation } from "./support/generated-operations.ts";
import { tryHealthy } from "./support/healthy-trial.ts";
import { faults } from "./support/injected-faults.ts";
import { type Opened, openSupergraph } from "./support/opened.ts";
import { supergraphs } from "./support/supergraphs.ts";

/** Of every supergraph, one operation that is answered at length when all is well. */
const asked: { readonly opened: Opened; readonly operation: Asked }[] = [];

beforeAll(async () => {
  for (const schemas of Object.values(supergraphs)) {
    const opened = await openSupergraph(schemas);
    for (let seed = 1; ; seed += 1) {
      const operation = generateOperation(opened.engines.schema, seed, 3);
      if (operation.query.length < 400 || (await tryHealthy(opened, operation)) !== "same") continue;
      if ((await tryFault(opened, operation, "", faults[0]!, 1)) === "skipped") continue;
      asked.push({ opened, operation });
      break;
    }
  }
});

describe("a source that fails costs its own fields at most, and each of them is named once", () => {
  test.each(faults.map((fault) => [fault.kind, fault] as const))("one that %s", async (_, fault) => {
    const reasons = new Set<string>();
    for (const { opened, operation } of asked)
      for (const source of Object.keys(opened.schemas))
        reasons.add(await tryFault(opened, operation, source, fault, 1));
    const usual = fault.costs === "places" ? "exact" : fault.costs === "nothing" ? "untouched" : "same";
    const isCompared = !reasons.has("apart");
    if (isCompared) expect(reasons).toContain(fault.kind.startsWith("hangs") ? "ended" : usual);
    expect(reasons).not.toContain("skipped");
  });
});
