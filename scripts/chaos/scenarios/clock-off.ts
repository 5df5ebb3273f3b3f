import { untilReady } from "../../hub/spawned-process.ts";
import { learnReads, mistakeIn, tellingTexts } from "../reads.ts";
import { untilWhole } from "../recovery.ts";
import type { Scenario } from "../scenario.ts";

const HOUR_MS = 3_600_000;

export const clockOff: Scenario = {
  id: "R29",
  promise:
    "a process whose clock is an hour off is not believed: nothing it would allow is shown, and it serves again with a right clock",
  isLong: true,
  async run(hub) {
    const broken: string[] = [];
    const reads = await learnReads(hub);
    const texts = tellingTexts(reads);
    for (const [name, offset] of [
      ["consent", HOUR_MS],
      ["health-access", -HOUR_MS],
    ] as const) {
      await hub.processOf(name).end("SIGKILL");
      hub.start(name, {}, ["--import", new URL(`../shifted-clock.mjs?offset=${offset}`, import.meta.url).href]);
      await untilReady(hub.processOf(name), 180);
      for (const read of reads) {
        const told = await hub.client.ask(read);
        const mistake = mistakeIn(read, told);
        if (mistake) broken.push(`${name}: ${mistake}`);
        if (name === "consent" && [...texts].some((text) => told.body.includes(text)))
          broken.push("something about somebody was shown");
        if (!read.isDisclosure && told.codes.length > 0)
          broken.push(`${name}: public data were answered ${told.codes.join(" ")}`);
      }
      await hub.processOf(name).end("SIGKILL");
      hub.start(name);
      await untilReady(hub.processOf(name), 180);
      if ((await untilWhole(hub, reads)) === undefined) broken.push(`${name}: not everything is served again`);
    }
    return { broken, facts: {} };
  },
};
