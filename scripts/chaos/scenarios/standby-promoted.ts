import { CONTRACT } from "../../journey/story.ts";
import { isWithdrawn, withdraw } from "../consent-of-story.ts";
import { giveAgain } from "../give-again.ts";
import { startLoad } from "../load.ts";
import { learnReads } from "../reads.ts";
import { endedSince, processNumbers, untilWhole } from "../recovery.ts";
import type { Scenario } from "../scenario.ts";
import { until } from "../until.ts";

export const standbyPromoted: Scenario = {
  id: "R12",
  promise:
    "PostgreSQL crashes and a standby that lacks its last seconds is promoted in its place: no process ends, what was withdrawn in those seconds is withdrawn again before anything is shown, and all goes on",
  isLong: true,
  async run(hub) {
    const broken = new Set<string>();
    const reads = await learnReads(hub);
    const contract = { ...reads.at(-1)!, query: CONTRACT };
    const numbers = processNumbers(hub);
    const standby = await hub.postgres.addStandby();
    if ((await untilWhole(hub, reads)) === undefined) broken.add("it is not whole with a standby");
    await standby.fallBehind();
    if (!(await withdraw(hub)) || !(await isWithdrawn(hub))) broken.add("a withdrawal was not made");
    const load = startLoad(hub, [contract], {
      onAnswer(_read, { data }) {
        if (data?.employmentContract?.planExtract) broken.add("what the standby did not know to be withdrawn is shown");
      },
    });
    await standby.takeOver();
    const backAfter = await until(async () => {
      const { data, codes } = await hub.client.ask(contract);
      return data?.employmentContract && codes.length === 0;
    }, 60);
    const { calls } = await load.end();
    if (backAfter === undefined) broken.add("contracts are not served again");
    if (!(await isWithdrawn(hub))) broken.add("the promoted standby does not know of the withdrawal");
    await giveAgain(hub);
    if ((await untilWhole(hub, reads)) === undefined) broken.add("not everything is served again");
    return { broken: [...broken, ...endedSince(hub, numbers)], facts: { calls, servedAfterMs: backAfter ?? "never" } };
  },
};
