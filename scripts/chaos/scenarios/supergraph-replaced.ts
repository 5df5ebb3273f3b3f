import { readFile, writeFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { parse, print, visit } from "graphql";
import type { ApartHub } from "../apart-hub.ts";
import { startLoad } from "../load.ts";
import { memoryOf } from "../process-facts.ts";
import { learnReads } from "../reads.ts";
import type { Scenario } from "../scenario.ts";
import { until } from "../until.ts";

const POPULATION = { as: "leo", query: '{ communes(search: "pontarl", first: 1) { population } }' };
const MEGABYTES = 1024 * 1024;

export const supergraphReplaced: Scenario = {
  id: "R23",
  promise:
    "the supergraph replaced again and again under load, also by unusable and half-written files: no call fails, a bad one is refused",
  async run(hub, { seconds }) {
    const broken: string[] = [];
    const whole = await readFile(hub.supergraphSource, "utf8");
    const smaller = withoutPopulation(whole);
    const reads = await learnReads(hub);
    const before = await memoryOf(hub, hub.gateways);
    const loads = hub.gateways.map((name) =>
      startLoad(hub, reads, { clients: 2, askAt: (client, read) => client.askOne(hub.processOf(name).url, read) }),
    );
    let replaced = 0;
    for (const endsAt = Date.now() + seconds * 1000; Date.now() < endsAt; replaced += 5) {
      await write(hub, smaller);
      if (!(await isServed(hub, false))) broken.push("a removed field is still served");
      await write(hub, "type Query { me: String }");
      await pause(300);
      await writeFile(hub.supergraphFile, whole.slice(0, whole.length / 2));
      await pause(300);
      await writeFile(hub.supergraphFile, "");
      await pause(300);
      if (!(await isServed(hub, false))) broken.push("a bad file took over");
      await write(hub, whole);
      if (!(await isServed(hub, true))) broken.push("a sound file did not take over");
    }
    const tallies = await Promise.all(loads.map((load) => load.end()));
    const calls = tallies.reduce((sum, tally) => sum + tally.calls, 0);
    const failed = tallies.reduce((sum, tally) => sum + tally.unserved, 0);
    const codes = [...new Set(tallies.flatMap((tally) => Object.keys(tally.codes)))];
    if (failed > 0) broken.push(`${failed} of ${calls} calls failed (${codes.join(" ")})`);
    const grownMb = Math.round(((await memoryOf(hub, hub.gateways)) - before) / MEGABYTES);
    // Two generations may be alive at once, and the collector takes its time: only what goes on growing is a leak.
    if (grownMb > 600) broken.push(`the gateways grew by ${grownMb} MB`);
    return {
      broken: [...broken, ...tallies.flatMap(({ mistakes }) => [...mistakes])],
      facts: { replaced, calls, grownMb },
    };
  },
};

const write = (hub: ApartHub, text: string) => writeFile(hub.supergraphFile, text);

const withoutPopulation = (sdl: string): string =>
  print(visit(parse(sdl), { FieldDefinition: ({ name }) => (name.value === "population" ? null : undefined) }));

/** Planning anew takes a busy machine its time; until then the last supergraph serves. */
const PATIENCE_SECONDS = 90;

/** Whether each copy comes to serve the field, or to refuse it. */
async function isServed(hub: ApartHub, isWanted: boolean): Promise<boolean> {
  const after = await until(async () => {
    const told = await Promise.all(hub.gateways.map((name) => hub.client.askOne(hub.processOf(name).url, POPULATION)));
    return told.every(({ data, codes }) => (isWanted ? data !== undefined : codes.includes("BAD_USER_INPUT")));
  }, PATIENCE_SECONDS);
  return after !== undefined;
}
