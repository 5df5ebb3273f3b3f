import { setTimeout as pause } from "node:timers/promises";
import { defaultLimits } from "../../../gateway/limits.ts";
import { MOST_CONNECTIONS } from "../hub-client.ts";
import { startLoad } from "../load.ts";
import { learnReads, mistakeIn } from "../reads.ts";
import { endedSince, processNumbers, untilWhole } from "../recovery.ts";
import type { Scenario } from "../scenario.ts";

const TIMES_CAPACITY = 3;
/** Calls a machine of this size could ever hold open at once; further arrivals are counted as turned away by the client. */
const MOST_AT_ONCE = 3_000;

/** What may be told to who is not served; that consent cannot be verified would blame the registry for what arrives here. */
const MOSTLY = "OVERLOADED";
/** Fewer open calls than this do not fill the door of a gateway, and what is lost is then lost behind it. */
const FILLS_THE_DOOR = 2 * defaultLimits.operations;

/** Arrivals do not wait for answers, as people do not wait for each other. */
export const overload: Scenario = {
  id: "R26",
  promise:
    "three times more arrivals than can be served: what is served does not collapse, the rest is told so, and all is well right after",
  async run(hub, { seconds }) {
    const reads = await learnReads(hub);
    const numbers = processNumbers(hub);
    const probe = startLoad(hub, reads, { clients: 16 });
    await pause(seconds * 500);
    const probed = await probe.end();
    const capacity = probed.whole / (seconds / 2);
    const perTick = (capacity * TIMES_CAPACITY) / 100;
    const told: Record<string, number> = {};
    const mistakes = new Set<string>();
    const calls: Promise<void>[] = [];
    let [whole, arrived, open, mostOpen, due] = [0, 0, 0, 0, 0];
    // A crowd's connections end with it, or processes would hold them open for a minute.
    const crowd = hub.client.apart(MOST_CONNECTIONS);
    const startedAt = performance.now();
    for (; performance.now() - startedAt < seconds * 1000; await pause(10)) {
      for (due += perTick; due >= 1 && open < MOST_AT_ONCE; due -= 1) {
        const read = reads[arrived % reads.length]!;
        arrived += 1;
        open += 1;
        mostOpen = Math.max(mostOpen, open);
        const call = crowd.ask(read).then((answer) => {
          open -= 1;
          const mistake = mistakeIn(read, answer);
          if (mistake) mistakes.add(mistake);
          else if (answer.codes.length === 0) whole += 1;
          for (const code of new Set(answer.codes)) told[code] = (told[code] ?? 0) + 1;
        });
        calls.push(call);
      }
    }
    await Promise.all(calls);
    await crowd.close();
    const goodput = whole / ((performance.now() - startedAt) / 1000);
    const backAfter = await untilWhole(hub, reads);
    const broken = [...mistakes, ...endedSince(hub, numbers)];
    if (goodput < capacity * 0.3)
      broken.push(`it served ${Math.round(goodput)} a second of ${Math.round(capacity)} it could`);
    const times = (code: string) => told[code] ?? 0;
    const others = Object.keys(told).filter((code) => code !== MOSTLY);
    for (const code of others)
      if (mostOpen > FILLS_THE_DOOR && times(code) > times(MOSTLY))
        broken.push(`${code} was told more often than ${MOSTLY}`);
    if (backAfter === undefined) broken.push("it does not recover");
    const codes = Object.entries(told).map(([code, times]) => `${code}:${times}`);
    return {
      broken,
      facts: {
        capacity: Math.round(capacity),
        arrived,
        mostOpen,
        whole,
        goodput: Math.round(goodput),
        told: codes.join(" "),
        servedAfterMs: backAfter ?? "never",
      },
    };
  },
};
