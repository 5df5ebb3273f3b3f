import fc from "fast-check";
import { cases } from "./gateway/engine/support/generated-cases.ts";
import { openSupergraph } from "./gateway/engine/support/opened.ts";
import { openSources } from "./gateway/engine/support/sources.ts";
const kind = process.argv[2]!; let n = 0;
for (let seed = Number(process.argv[3] ?? 1); ; seed++) {
  const drawn = cases({ first: seed * 6 + 5000, count: 6, faultsEach: 0, shrinkMs: 150_000 });
  const { failed, counterexample } = await fc.check(fc.asyncProperty(drawn, async ({ schemas, asked }) => {
    n++;
    const { engines, built } = await openSupergraph(schemas);
    try { engines.plan(asked); } catch { return; }
    const watched = openSources(schemas, built);
    try { await engines.stock(engines.planned(asked), watched.ask); } catch { return; }
    if (watched.anomalies.includes(kind)) throw new Error(kind);
  }), { seed, numRuns: 40 });
  if (failed) {
    const [{ schemas, asked }] = counterexample!;
    console.log(n, seed, Object.entries(schemas).map(([s, d]) => `# ${s}\n${d.replace(/"/g, "'")}`).join("\n"), asked.query, asked.variables);
    const { engines, built } = await openSupergraph(schemas);
    await engines.stock(engines.planned(asked), async (a) => { const t = await openSources(schemas, built).ask(a); console.log(a.source, a.operation, JSON.stringify(a.variables), "=>", JSON.stringify(t)); return t; });
    break;
  }
}
