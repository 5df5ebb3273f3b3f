import { setTimeout as pause } from "node:timers/promises";
import { untilReady } from "../../hub/spawned-process.ts";
import { CONTRACT } from "../../journey/story.ts";
import type { ApartHub } from "../apart-hub.ts";
import { isWithdrawn, withdraw } from "../consent-of-story.ts";
import { giveAgain } from "../give-again.ts";
import { startLoad } from "../load.ts";
import { learnReads, tellingTexts } from "../reads.ts";
import { untilWhole } from "../recovery.ts";
import type { Outcome, Scenario } from "../scenario.ts";
import { Share } from "../share.ts";

const REGISTRY = "consent";

export const registryGone = (how: "killed" | "hanging"): Scenario => ({
  id: "R16",
  promise: `the registry ${how}: nothing about anybody is shown, public data are, and a withdrawal of that time holds once it is back`,
  run: (hub, { seconds }) => leaveAlone(hub, how, seconds),
});

/** While it hangs every request waits for it, twice half a second: time enough for many to be answered. */
const HANGING_SECONDS = 8;

async function leaveAlone(hub: ApartHub, how: "killed" | "hanging", atLeast: number): Promise<Outcome> {
  const seconds = how === "hanging" ? Math.max(atLeast, HANGING_SECONDS) : atLeast;
  const broken = new Set<string>();
  const reads = await learnReads(hub);
  const texts = tellingTexts(reads);
  const fault = { from: Number.POSITIVE_INFINITY, to: Number.POSITIVE_INFINITY };
  const publicAnswers = new Share();
  const load = startLoad(hub, reads, {
    onAnswer(read, { askedAt, ms, body, codes }) {
      const isWithin = askedAt > fault.from && askedAt + ms < fault.to;
      if (!isWithin) return;
      if (read.isDisclosure && [...texts].some((text) => body.includes(text)))
        broken.add("something about somebody was shown");
      if (read.isDisclosure && !codes.includes("CONSENT_UNVERIFIABLE")) broken.add("it was not told unverifiable");
      if (!read.isDisclosure) publicAnswers.note(codes);
    },
  });
  if (how === "killed") await hub.processOf(REGISTRY).end("SIGKILL");
  else hub.processOf(REGISTRY).signal("SIGSTOP");
  fault.from = performance.now();
  await pause((seconds * 1000) / 2);
  if (!(await withdraw(hub))) broken.add("a withdrawal was not told as made");
  await pause((seconds * 1000) / 2);
  fault.to = performance.now();
  if (how === "killed") hub.start(REGISTRY);
  else hub.processOf(REGISTRY).signal("SIGCONT");
  await untilReady(hub.processOf(REGISTRY), 180);
  const readyAt = performance.now();
  const withdrawn = { ...reads.at(-1)!, query: CONTRACT };
  const others = reads.filter((read) => read.as !== "karim" && read.as !== "bruno");
  if ((await untilWhole(hub, others)) === undefined) broken.add("public data are not served again");
  const backAfter = await servedAfter(hub, withdrawn.variables!, readyAt);
  if (backAfter === undefined) broken.add("contracts are not served again");
  for (let turn = 0; turn < 5; turn += 1) {
    const { data } = await hub.client.ask(withdrawn);
    if (data?.employmentContract?.planExtract) broken.add("what was withdrawn meanwhile is shown");
  }
  const { calls, codes } = await load.end();
  if (!(await isWithdrawn(hub))) broken.add("the registry has not made the withdrawal");
  await giveAgain(hub);
  if ((await untilWhole(hub, reads)) === undefined) broken.add("not everything is served again");
  return {
    broken: [...broken, ...publicAnswers.mistakes("public data")],
    facts: { calls, lost: Object.keys(codes).join(" "), servedAfterMs: backAfter ?? "never" },
  };
}

async function servedAfter(
  hub: ApartHub,
  variables: Readonly<Record<string, unknown>>,
  since: number,
): Promise<number | undefined> {
  for (const endsAt = since + 20_000; performance.now() < endsAt; await pause(50)) {
    const { data, codes } = await hub.client.ask({ as: "karim", query: CONTRACT, variables });
    if (data?.employmentContract && codes.length === 0) return Math.round(performance.now() - since);
  }
  return undefined;
}
