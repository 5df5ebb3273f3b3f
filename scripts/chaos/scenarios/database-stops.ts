import { setTimeout as pause } from "node:timers/promises";
import type { ApartHub } from "../apart-hub.ts";
import { deliveryAgain } from "../delivery.ts";
import { startLoad } from "../load.ts";
import { learnReads } from "../reads.ts";
import { endedSince, processNumbers, untilWhole } from "../recovery.ts";
import type { How, Outcome, Scenario } from "../scenario.ts";
import { missingAt, until } from "../until.ts";

/** How PostgreSQL goes: with a goodbye, or as in a crash. */
export const databaseStops = (how: "fast" | "immediate"): Scenario => ({
  id: "R10",
  promise: `PostgreSQL stopped (${how}) and started again: no process ends, /ready says so, and all is served again by itself`,
  run: (hub, { seconds }: How) => stopAndStart(hub, how, seconds),
});

async function stopAndStart(hub: ApartHub, how: "fast" | "immediate", seconds: number): Promise<Outcome> {
  const broken: string[] = [];
  const reads = await learnReads(hub);
  const numbers = processNumbers(hub);
  const load = startLoad(hub, reads);
  await hub.postgres.stop(how);
  const states = await Promise.all(
    hub.names.map(async (name) => [name, await missingAt(hub.processOf(name).url)] as const),
  );
  for (const [name, missing] of states) {
    if (!missing) broken.push(`${name} does not answer /ready`);
    else if (missing.length === 0) broken.push(`${name} says it is ready without a database`);
  }
  await pause(seconds * 1000);
  await hub.postgres.start();
  const backAfter = await untilWhole(hub, reads);
  if (backAfter === undefined) broken.push("not everything is served again");
  const readyAfter = await until(async () => {
    const all = await Promise.all(hub.names.map((name) => missingAt(hub.processOf(name).url)));
    return all.every((missing) => missing?.length === 0);
  }, 20);
  if (readyAfter === undefined) broken.push("not every process says it is ready again");
  const deliveredAfter = await deliveryAgain(hub);
  if (deliveredAfter === undefined) broken.push("what is published is not delivered any more");
  const { calls, whole, codes, mistakes } = await load.end();
  broken.push(...mistakes, ...endedSince(hub, numbers));
  return {
    broken,
    facts: {
      calls,
      whole,
      lost: Object.keys(codes).join(" "),
      servedAfterMs: backAfter ?? "never",
      deliveredAfterMs: deliveredAfter ?? "never",
    },
  };
}
