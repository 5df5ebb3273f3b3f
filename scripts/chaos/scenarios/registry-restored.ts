import { Client } from "pg";
import { untilReady } from "../../hub/spawned-process.ts";
import { CONTRACT } from "../../journey/story.ts";
import type { ApartHub } from "../apart-hub.ts";
import { isWithdrawn, withdraw } from "../consent-of-story.ts";
import { giveAgain } from "../give-again.ts";
import { learnReads, tellingTexts } from "../reads.ts";
import { untilWhole } from "../recovery.ts";
import type { Scenario } from "../scenario.ts";
import { until } from "../until.ts";

const REGISTRY = "consent";

export const registryRestored: Scenario = {
  id: "R32",
  promise:
    "the registry's database replaced by a backup older than a withdrawal: the withdrawal is made again before anything is shown",
  async run(hub) {
    const broken = new Set<string>();
    const reads = await learnReads(hub);
    const contract = reads.at(-1)!;
    const others = reads.filter(({ isDisclosure }) => !isDisclosure);
    const name = new URL(hub.databaseOf(REGISTRY)).pathname.slice(1);
    const backup = `${name}_backup`;
    const [{ owner }] = await hub.sql(
      REGISTRY,
      "select datdba::regrole::text as owner from pg_database where datname = current_database()",
    );
    await withoutRegistry(hub, name, [`create database ${backup} template ${name} owner ${owner}`]);
    if ((await untilWhole(hub, reads)) === undefined) broken.add("it is not whole after the backup");
    if (!(await withdraw(hub)) || !(await isWithdrawn(hub))) broken.add("a withdrawal was not made");

    let isOver = false;
    let answers = 0;
    const watched = hub.gateways.map(async (gateway) => {
      const texts = [...tellingTexts([contract])];
      while (!isOver) {
        const { body, data } = await hub.client.askOne(hub.processOf(gateway).url, { ...contract, query: CONTRACT });
        if (data?.employmentContract) answers += 1;
        if (data?.employmentContract?.planExtract || texts.some((text) => body.includes(text)))
          broken.add("what was withdrawn after the backup is shown again");
      }
    });
    await withoutRegistry(hub, name, [
      `drop database ${name} with (force)`,
      `alter database ${backup} rename to ${name}`,
    ]);
    const backAfter = await until(async () => {
      const { data, codes } = await hub.client.ask(contract);
      return data?.employmentContract && codes.length === 0;
    }, 20);
    isOver = true;
    await Promise.all(watched);
    if (backAfter === undefined || (await untilWhole(hub, others)) === undefined) broken.add("it does not go on again");
    if (!(await isWithdrawn(hub))) broken.add("the restored registry does not know of the withdrawal");
    await giveAgain(hub);
    if ((await untilWhole(hub, reads)) === undefined) broken.add("not everything is served again");
    return { broken: [...broken], facts: { answers, servedAfterMs: backAfter ?? "never" } };
  },
};

/** Ends the registry, works on its database with nobody in it, and starts it again. */
async function withoutRegistry(hub: ApartHub, database: string, statements: readonly string[]): Promise<void> {
  await hub.processOf(REGISTRY).end("SIGKILL");
  const administrator = new Client({ connectionString: hub.postgres.url });
  await administrator.connect();
  try {
    await administrator.query("select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1", [
      database,
    ]);
    for (const statement of statements) await administrator.query(statement);
  } finally {
    await administrator.end();
  }
  hub.start(REGISTRY);
  await untilReady(hub.processOf(REGISTRY), 180);
}
