import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import { untilReady } from "../../hub/spawned-process.ts";
import type { ApartHub } from "../apart-hub.ts";
import type { Told } from "../hub-client.ts";
import { startLoad } from "../load.ts";
import { learnReads, type Read } from "../reads.ts";
import { untilWhole } from "../recovery.ts";
import type { Scenario } from "../scenario.ts";
import { mistakesOfWrites, startWrites } from "../writes.ts";

/** As long as the stop_grace_period of docker-compose.yml. */
const GRACE_MS = 35_000;

export const gatewayToldToStop: Scenario = {
  id: "R20",
  promise:
    "SIGTERM to one of two gateways under load: no call fails, a call under way is answered, and it ends with 0 in its grace",
  async run(hub, { seconds }) {
    const broken: string[] = [];
    const reads = await learnReads(hub);
    const [first] = hub.gateways;
    const stopping = hub.processOf(first!);
    const load = startLoad(hub, reads, { clients: 8 });
    await pause((seconds * 1000) / 2);
    const slow = await slowCall(hub);
    const startedAt = performance.now();
    const ended = within(stopping.end("SIGTERM"), GRACE_MS);
    broken.push(...(await mistakesWhileDraining(hub, stopping.url, reads.at(-2)!)));
    const code = await ended;
    const endedAfterMs = Math.round(performance.now() - startedAt);
    if (code !== 0) broken.push(`it ended with ${code ?? "nothing"}`);
    if ((await slow.answer).status !== 200) broken.push("the call under way was lost");
    await pause((seconds * 1000) / 2);
    const { calls, unserved, mistakes, codes } = await load.end();
    if (unserved > 0) broken.push(`${unserved} of ${calls} calls failed (${Object.keys(codes).join(" ")})`);
    hub.start(first!);
    await untilReady(hub.processOf(first!), 180);
    return { broken: [...broken, ...mistakes], facts: { calls, endedAfterMs } };
  },
};

export const subgraphToldToStop: Scenario = {
  id: "R20",
  promise: "SIGTERM to a subgraph under load: what was sent is carried through, and it ends with 0 in its grace",
  async run(hub, { seconds }) {
    const broken: string[] = [];
    const name = "social-services";
    const reads = await learnReads(hub);
    const load = startLoad(hub, reads);
    const writes = startWrites(hub);
    await pause((seconds * 1000) / 2);
    const code = await within(hub.processOf(name).end("SIGTERM"), GRACE_MS);
    if (code !== 0) broken.push(`it ended with ${code ?? "nothing"}`);
    await pause((seconds * 1000) / 2);
    const acts = await writes.end();
    if (acts.unknown.length > 0) broken.push(`of ${acts.unknown.length} acts nobody knows whether they happened`);
    hub.start(name);
    await untilReady(hub.processOf(name), 180);
    if ((await untilWhole(hub, reads)) === undefined) broken.push("not everything is served again");
    const { calls, mistakes } = await load.end();
    return {
      broken: [...broken, ...mistakes, ...(await mistakesOfWrites(hub, acts))],
      facts: { calls, acknowledged: acts.acknowledged.length, refused: acts.refused.length },
    };
  },
};

/** Who still comes is served, while whoever looks at `/ready` is told to send nobody else. */
async function mistakesWhileDraining(hub: ApartHub, url: string, read: Read): Promise<string[]> {
  await pause(200);
  const [late, ready] = await Promise.all([hub.client.askOne(url, read), fetch(`${url}/ready`).catch(() => undefined)]);
  return [
    ...(late.status === 200 ? [] : [`who came late was told ${late.breach ?? late.status}`]),
    ...(ready?.status === 503 ? [] : [`/ready said ${ready?.status ?? "nothing"} while it drained`]),
  ];
}

/** A question that is under way, because its source waits a second for a lock. */
async function slowCall(hub: ApartHub): Promise<{ answer: Promise<Told> }> {
  const holder = new Client({ connectionString: hub.databaseOf("resource-directory") });
  await holder.connect();
  await holder.query("begin; lock table commune in access exclusive mode");
  const answer = hub.client.ask({ as: "leo", query: '{ communes(search: "besan", first: 1) { code } }' });
  void pause(1_000).then(() => holder.end());
  await pause(100);
  return { answer };
}

function within<Value>(work: Promise<Value>, milliseconds: number): Promise<Value | undefined> {
  return Promise.race([work, pause(milliseconds, undefined, { ref: false })]);
}
