import { setTimeout as pause } from "node:timers/promises";
import type { ApartHub } from "../apart-hub.ts";
import { startLoad } from "../load.ts";
import { learnReads, type Read } from "../reads.ts";
import { endedSince, processNumbers, untilWhole } from "../recovery.ts";
import type { Scenario } from "../scenario.ts";
import { Share } from "../share.ts";
import { until } from "../until.ts";
import { mistakesOfWrites, prescribe, startWrites } from "../writes.ts";

const REGISTRY = "consent";

export const databaseReadOnly: Scenario = {
  id: "R12",
  promise:
    "databases that only read: changes are refused by code and none happens, reads go on, except disclosures while the registry cannot write its log",
  async run(hub, { seconds }) {
    const reads = await learnReads(hub);
    const numbers = processNumbers(hub);
    const sources = ["social-services", "health-access", "employment-contracts", "resource-directory"];
    const inSources = await play(hub, sources, reads, seconds / 2);
    const inRegistry = await play(hub, [REGISTRY], reads, seconds / 2, (read) => !read.isDisclosure);
    return {
      broken: [...inSources.broken, ...inRegistry.broken, ...endedSince(hub, numbers)],
      facts: {
        refused: inSources.refused,
        refusedByRegistry: inRegistry.refused,
        calls: inSources.calls + inRegistry.calls,
      },
    };
  },
};

async function play(
  hub: ApartHub,
  names: readonly string[],
  reads: readonly Read[],
  seconds: number,
  goesOn = (_read: Read) => true,
) {
  const broken: string[] = [];
  const answers = new Share();
  await allowWrites(hub, names, false);
  // The first call after the connections were cut may find a dead one.
  await untilWhole(hub, reads.filter(goesOn));
  const load = startLoad(hub, reads, {
    onAnswer(read, { codes }) {
      if (goesOn(read)) answers.note(codes);
    },
  });
  const writes = startWrites(hub);
  await pause(seconds * 1000);
  const acts = await writes.end();
  const { mistakes, calls } = await load.end();
  if (acts.acknowledged.length > 0) broken.push("a change was acknowledged");
  broken.push(...mistakes, ...answers.mistakes("reads"), ...(await mistakesOfWrites(hub, acts)));
  await allowWrites(hub, names, true);
  const isWritten = await until(async () => (await prescribe(hub)).codes.length === 0, 20);
  if (isWritten === undefined || (await untilWhole(hub, reads)) === undefined) broken.push("it does not go on again");
  return { broken: [...new Set(broken)], refused: acts.refused.length + acts.unknown.length, calls };
}

/** As in a failover, connections are cut when the database changes its mind. */
async function allowWrites(hub: ApartHub, names: readonly string[], isAllowed: boolean): Promise<void> {
  for (const name of names) {
    const database = new URL(hub.databaseOf(name)).pathname.slice(1);
    await hub.sql(
      name,
      `alter database ${database} ${isAllowed ? "reset" : "set"} default_transaction_read_only${isAllowed ? "" : " = on"}`,
    );
    await hub.sql(
      name,
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );
  }
}
