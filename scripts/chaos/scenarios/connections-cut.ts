import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import { startLoad } from "../load.ts";
import { learnReads } from "../reads.ts";
import { endedSince, processNumbers, untilWhole } from "../recovery.ts";
import type { Scenario } from "../scenario.ts";
import { mistakesOfWrites, startWrites } from "../writes.ts";

const EVERY_MS = 100;

export const connectionsCut: Scenario = {
  id: "R11",
  promise:
    "every connection to PostgreSQL cut ten times a second: no process ends, each answer is right or says what is lost, no act is lost or doubled",
  async run(hub, { seconds }) {
    const reads = await learnReads(hub);
    const numbers = processNumbers(hub);
    const load = startLoad(hub, reads);
    const writes = startWrites(hub);
    const cutter = new Client({ connectionString: hub.postgres.url });
    await cutter.connect();
    let cut = 0;
    for (const endsAt = Date.now() + seconds * 1000; Date.now() < endsAt; await pause(EVERY_MS)) {
      const { rowCount } = await cutter.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend'",
      );
      cut += rowCount ?? 0;
    }
    await cutter.end();
    const backAfter = await untilWhole(hub, reads);
    const { calls, whole, codes, mistakes } = await load.end();
    const acts = await writes.end();
    const broken = [...mistakes, ...endedSince(hub, numbers), ...(await mistakesOfWrites(hub, acts))];
    if (backAfter === undefined) broken.push("not everything is served again");
    const acknowledged = acts.acknowledged.length;
    const told = Object.keys(codes).join(" ");
    return {
      broken,
      facts: {
        cut,
        calls,
        whole,
        lost: told,
        acknowledged,
        refused: acts.refused.length,
        unknown: acts.unknown.length,
        servedAfterMs: backAfter ?? "never",
      },
    };
  },
};
