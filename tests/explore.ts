import { openEngines } from "./gateway/engine/support/engines.ts";
import { generateOperation } from "./gateway/engine/support/generated-operations.ts";
import { generateSupergraph } from "./gateway/engine/support/generated-supergraphs.ts";
import { openSources, buildSubgraphs } from "./gateway/engine/support/sources.ts";
import { supergraphs } from "./gateway/engine/support/supergraphs.ts";
import { tellTruth, conform } from "./gateway/engine/support/truth.ts";
const [from, to, per, fixed] = process.argv.slice(2).map(Number);
const t0 = Date.now(); const counts: Record<string, number> = {};
const count = (k: string) => { counts[k] = (counts[k] ?? 0) + 1; };
const time: Record<string, number> = {};
const timed = async <T>(k: string, f: () => T | Promise<T>) => { const t = performance.now(); try { return await f(); } finally { time[k] = (time[k] ?? 0) + performance.now() - t; } };
let shown = 0;
for (let seed = from!; seed < to!; seed++) {
  const schemas = fixed ? Object.values(supergraphs)[seed]! : generateSupergraph(seed);
  if (!schemas) break;
  let engines;
  try { engines = await timed("open", () => openEngines(schemas)); } catch (e) { count("uncomposed"); continue; }
  const built = buildSubgraphs(schemas);
  for (let o = 0; o < per!; o++) {
    const asked = await timed("gen", () => generateOperation(engines.schema, o, 4));
    try { await timed("plan", () => engines.plan(asked)); } catch (e) { count("unplanned"); if(process.env.UNPL) console.log(String(e), asked.query); continue; }
    const truth = await timed("truth", () => tellTruth(engines.schema, openSources(schemas, built).world, asked));
    let ours; try { ours = await timed("ours", () => engines.ours(asked, openSources(schemas, built).ask)); } catch (e) { console.log(seed, o, e, asked); count("THROW"); continue; }
    const stock = await timed("stock", () => engines.stock(asked, openSources(schemas, built).ask)).catch((e) => ({ data: undefined, errors: [e], incomplete: [] }));
    const T = JSON.stringify(truth.data), O = JSON.stringify(ours.data), S = JSON.stringify(stock.data);
    const lost = JSON.stringify([...truth.lost].sort()) === JSON.stringify(ours.losses.map((l) => JSON.stringify(l.path)).sort());
    const k = `${asked.query.slice(0,5)} ours ${O === T ? "true" : "WRONG"} ${lost ? "" : "(losses differ)"} stock ${S === T ? "true" : "wrong"} ${stock.errors.length ? "with errors" : ""} ${S === O ? "same" : ""}`;
    count(k);
    if ((O !== T || !lost) && S === T || (O!==T && process.env.SHOW)) { if (shown++ < 4) { console.log("----", seed, o, k); if (process.env.SDL) console.log(JSON.stringify(schemas, null, 1).replace(/\\n/g, "\n")); console.log(asked.query, asked.variables); console.log("T", T, truth.lost); console.log("O", O, ours.losses); console.log("S", S, stock.errors.map(String)); } }
  }
}
console.log(counts, time, Date.now() - t0);
