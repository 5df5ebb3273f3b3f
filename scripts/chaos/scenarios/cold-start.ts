import { setTimeout as pause } from "node:timers/promises";
import { learnReads } from "../reads.ts";
import { untilWhole } from "../recovery.ts";
import type { Scenario } from "../scenario.ts";
import { missingAt, until } from "../until.ts";

/** Started while nothing they need is there: the registry, one more subgraph, and a gateway. */
const STARTED = ["consent", "health-access", "gateway-copy"];

export const coldStart: Scenario = {
  id: "R24",
  promise:
    "processes started without database, registry and identity provider stay alive, say what is missing, and serve by themselves once it is there",
  async run(hub, { seconds }) {
    const broken: string[] = [];
    const reads = await learnReads(hub);
    await hub.postgres.stop("fast");
    hub.issuer.turn("shut");
    await Promise.all(STARTED.map((name) => hub.processOf(name).end("SIGKILL")));
    for (const name of STARTED) hub.start(name);
    for (const name of STARTED) {
      const process = hub.processOf(name);
      const isAlive = await until(async () => (await fetch(`${process.url}/live`)).ok, 120);
      if (isAlive === undefined) broken.push(`${name} does not live: ${process.output().slice(-200)}`);
    }
    await pause(seconds * 1000);
    for (const name of STARTED) {
      const missing = await missingAt(hub.processOf(name).url);
      if (!missing || missing.length === 0) broken.push(`${name} does not say what is missing`);
      if (hub.processOf(name).hasEnded()) broken.push(`${name} ended`);
    }
    await hub.postgres.start();
    hub.issuer.turn("open");
    const readyAfter = await until(async () => {
      const states = await Promise.all(hub.names.map((name) => missingAt(hub.processOf(name).url)));
      return states.every((missing) => missing?.length === 0);
    }, 60);
    if (readyAfter === undefined) broken.push("not every process became ready");
    const backAfter = await untilWhole(hub, reads);
    if (backAfter === undefined) broken.push("not everything is served");
    // Put back as they were, so that a process that ended does not spoil what is played next.
    for (const name of STARTED) if (hub.processOf(name).hasEnded()) hub.start(name);
    return { broken, facts: { readyAfterMs: readyAfter ?? "never", servedAfterMs: backAfter ?? "never" } };
  },
};
