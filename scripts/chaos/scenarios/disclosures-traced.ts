import { setTimeout as pause } from "node:timers/promises";
import { untilReady } from "../../hub/spawned-process.ts";
import { CONTRACT } from "../../journey/story.ts";
import type { ApartHub } from "../apart-hub.ts";
import { type LoggedDecision, type Shown, untraced, untracedRefusals } from "../histories/traced-disclosures.ts";
import { startLoad } from "../load.ts";
import { learnReads } from "../reads.ts";
import { untilWhole } from "../recovery.ts";
import type { Scenario } from "../scenario.ts";

/** Killed in the middle, where the answer is on its way: what asks, what answers for the source, and what decides. */
const KILLED = ["gateway", "health-access", "consent"];

export const disclosuresTraced: Scenario = {
  id: "J4",
  promise:
    "whatever was shown of somebody has its row in the log, and so has each refusal, also when processes are killed right after",
  async run(hub, { seconds }) {
    const reads = await learnReads(hub);
    const shown: Shown[] = [];
    const refused: string[] = [];
    const load = startLoad(
      hub,
      reads.filter(({ as }) => as === "karim"),
      {
        clients: 6,
        onAnswer: (_read, { data, requestId }) => shown.push(...shownIn(data, requestId)),
      },
    );
    for (const name of KILLED) {
      await pause((seconds * 1000) / KILLED.length);
      await hub.processOf(name).end("SIGKILL");
      hub.start(name);
    }
    await Promise.all(KILLED.map((name) => untilReady(hub.processOf(name), 180)));
    await untilWhole(hub, reads);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const told = await hub.client.ask({ as: "paul", query: CONTRACT, variables: { id: hub.story.person.contract } });
      if (told.requestId && told.codes.length === 0) refused.push(told.requestId);
    }
    await load.end();
    const log = await decisionsOf(hub, [...shown.map(({ requestId }) => requestId), ...refused]);
    const lost = untraced(shown, log).length;
    const lostRefusals = untracedRefusals(refused, log).length;
    return {
      broken: [
        ...(lost > 0 ? [`${lost} values shown have no row`] : []),
        ...(lostRefusals > 0 ? [`${lostRefusals} refusals have no row`] : []),
        ...(shown.length === 0 ? ["nothing was shown, so nothing was checked"] : []),
      ],
      facts: { shown: shown.length, refused: refused.length },
    };
  },
};

/** Categories of another organisation's data that an answer of Karim's holds. */
function shownIn(data: unknown, requestId: string | undefined): Shown[] {
  const text = JSON.stringify(data ?? null);
  const has = { EMPLOYMENT_EXTRACT: /"contentHash":"/, IDENTITY_CONTACT: /"givenName":"/ };
  return Object.entries(has).flatMap(([category, pattern]) =>
    pattern.test(text) && requestId ? [{ requestId, category }] : [],
  );
}

async function decisionsOf(hub: ApartHub, requestIds: readonly string[]): Promise<LoggedDecision[]> {
  return hub.sql(
    "consent",
    'select request_id as "requestId", category, is_permitted as "isPermitted" from decision_record where request_id = any ($1)',
    [requestIds],
  );
}
