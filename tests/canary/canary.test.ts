import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { type CanaryHub, openCanaryHub } from "./support/canary-hub.ts";
import { members, Walk } from "./support/walk.ts";

const SEED = 20261126;
let canary: CanaryHub;
let walk: Walk;

beforeAll(async () => {
  canary = await openCanaryHub(SEED);
  walk = new Walk(canary, SEED);
}, 120_000);
afterAll(() => canary?.close());

it("walks", async () => {
  const start = Date.now();
  for (const who of members) {
    for (let n = 0; n < 60 && walk.unasked.get(who)!.size > 0; n++) await walk.ask(who);
    if (0) console.log(who, walk.unasked.get(who)!.size, JSON.stringify(walk.sent), JSON.stringify(walk.statuses), Date.now() - start);
  }
  for (const who of members) for (let n = 0; n < 20; n++) await walk.askSource(who);
  console.log(JSON.stringify(walk.sent), JSON.stringify(walk.statuses), Date.now() - start);
  console.log(canary.planted.canaries.size, [...canary.oracle.shown].map(([k, v]) => `${k} ${v.size}`));
  const homes = new Set<string>();
  for (const [, { homes: hs }] of canary.planted.canaries.entries()) for (const h of hs) if (h.coordinate && h.rule) homes.add(h.coordinate);
  console.log([...homes].filter((c) => !canary.oracle.shown.get("SELF")?.has(c)));
  const short = new Map<string, number>();
  for (const l of canary.oracle.leaks) { const k = l.split(", asked")[0]!; short.set(k, (short.get(k) ?? 0) + 1); }
  console.log(short);
  const one = canary.oracle.leaks.filter((l) => l.length < 900); console.log(one.slice(0, 12).join("\n\n"));
  expect(canary.oracle.leaks.length).toEqual(0);
}, 200_000);
