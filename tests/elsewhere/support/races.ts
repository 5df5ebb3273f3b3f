import { setTimeout as pause } from "node:timers/promises";
import { addLinkedPlans, type LinkedPlan } from "../../support/linked-plan.ts";
import { type EndingActName, endingActs } from "./ending-acts.ts";
import { type Ended, type FencedHub, type Received, shows } from "./fenced-hub.ts";

export interface RaceOptions {
  /** Pairs of a read and an act that ends what it reads, whose order is not fixed; as many are played at the least. */
  readonly races: number;
  readonly seed: number;
  /** Asked between rounds. */
  readonly isOver?: (facts: RaceFacts) => boolean;
}

export interface RaceFacts {
  /** Pairs of a read and an act that were under way at one moment. */
  overlapping: number;
  /** How often each act was done. */
  readonly acts: Record<EndingActName, number>;
  /** Pairs one of which was over before the other began. */
  apart: number;
  /** Of the overlapping pairs: the read was answered after the act was acknowledged. */
  late: number;
  shown: number;
  hidden: number;
  unverifiable: number;
  /** The read was refused as a whole, as by a gateway that has too much to do. */
  refused: number;
  /** What must be empty: each says by how much something was seen that may not be. */
  readonly stale: string[];
  readonly unlogged: string[];
}

/** Whose plans one read shows, and for whom that ends, one after another, while it is read again and again. */
const PERSONS = 10;
const READERS = 3;
const ENDED_WITHIN_MS = 700;
/** For how long a round waits for a read that shows something, before it goes on without. */
const SHOWN_WITHIN_MS = 10_000;

const IDS = Array.from({ length: PERSONS }, (_, index) => index);
const READ = `query Races(${IDS.map((one) => `$c${one}: ID!`).join(" ")}) {
  ${IDS.map((one) => `p${one}: employmentContract(id: $c${one}) { planExtract { id contentHash } }`).join("\n  ")}
}`;

/** What others may do to anybody's consent. Her own acts need an account each: a round has one of each. */
const BY_OTHERS = ["withdraw", "withdraw", "narrow", "invalidate"] as const;
const HER_OWN = ["suspend", "restrict"] as const;

/**
 * Lets reads of several persons' plans, and the acts that end what may be read, loose upon each other, over two gateways
 * that are held up at random on their way to the plans and before and after the question whether they may answer.
 *
 * Nothing of a plan may be in an answer whose first byte comes after such an act was acknowledged, and what an answer
 * shows stands in the log when that byte comes.
 */
export async function race(hub: FencedHub, { races, seed, isOver = () => false }: RaceOptions): Promise<RaceFacts> {
  const random = randomFrom(seed);
  const facts: RaceFacts = {
    overlapping: 0,
    acts: { withdraw: 0, narrow: 0, invalidate: 0, suspend: 0, restrict: 0 },
    apart: 0,
    late: 0,
    shown: 0,
    hidden: 0,
    unverifiable: 0,
    refused: 0,
    stale: [],
    unlogged: [],
  };
  const holdUp = holdingUp(hub, random);
  try {
    const newPlans = () => addLinkedPlans(hub.copies, PERSONS);
    let next = await newPlans();
    while (facts.overlapping < races && !isOver(facts)) {
      const plans = next;
      // Made a round before they are raced: a copy that lags knows them by then.
      next = await newPlans();
      await raceRound(hub, plans, random, facts);
    }
  } finally {
    holdUp.end();
  }
  return facts;
}

async function raceRound(
  hub: FencedHub,
  plans: readonly LinkedPlan[],
  random: () => number,
  facts: RaceFacts,
): Promise<void> {
  const acts = plans.map((_, index) => HER_OWN[index] ?? BY_OTHERS[Math.floor(random() * BY_OTHERS.length)]!);
  const contracts = Object.fromEntries(plans.map(({ contract }, index) => [`c${index}`, contract]));
  const reads: Read[] = [];
  let isOver = false;
  // Nothing can be found out about what was over before anybody had been shown it, as on a machine with much else to do.
  const { promise: firstShown, resolve: noteShown } = Promise.withResolvers<number>();
  const reading = Array.from({ length: READERS }, async () => {
    while (!isOver) {
      await pause(random() * 50);
      const answer = await hub.ask(Math.floor(random() * 2), "karim", READ, contracts);
      const shown = plans.filter((plan) => shows(answer, plan));
      if (shown.length > 0) noteShown(answer.firstByteAt - answer.askedAt);
      reads.push({ answer, shown, logged: await loggedOf(hub, answer, shown) });
    }
  });
  const lastedMs = await Promise.race([firstShown, pause(SHOWN_WITHIN_MS, 0, { ref: false })]);
  const ending = plans.map(async (plan, index) => {
    await pause(random() * Math.max(ENDED_WITHIN_MS, lastedMs));
    return hub.end(endingActs[acts[index]!], plan, Math.floor(random() * 2));
  });
  const ends = await Promise.all(ending).finally(() => {
    isOver = true;
  });
  await Promise.all(reading);
  for (const [index, plan] of plans.entries()) {
    const act = acts[index]!;
    facts.acts[act] += 1;
    for (const read of reads) judge(plan, { act, ...ends[index]! }, read, facts);
  }
}

interface Read {
  readonly answer: Received;
  readonly shown: readonly LinkedPlan[];
  /** The extracts whose permit stood in the log, under the answer's own number, once its first byte had come. */
  readonly logged: ReadonlySet<string>;
}

/** The extracts whose permit stands in the log at this moment, under the number of the answer that shows them. */
export async function loggedOf(
  { copies }: FencedHub,
  { requestId }: Received,
  shown: readonly LinkedPlan[],
): Promise<ReadonlySet<string>> {
  if (shown.length === 0) return new Set();
  const rows = await copies.sql(
    "consent",
    "select resource_id from decision_record where person_id = any (?::uuid[]) and request_id = ? and is_permitted",
    [`{${shown.map(({ person }) => person).join()}}`, requestId],
  );
  return new Set(rows.map(({ resource_id }) => resource_id));
}

function judge(
  plan: LinkedPlan,
  ended: Ended & { act: EndingActName },
  { answer, shown, logged }: Read,
  facts: RaceFacts,
): void {
  const isShown = shown.includes(plan);
  const afterMs = answer.firstByteAt - ended.acknowledgedAt;
  if (isShown && afterMs > 0) facts.stale.push(`${Math.round(afterMs)} ms after ${ended.act}`);
  if (isShown && !logged.has(plan.extract)) facts.unlogged.push(answer.requestId);
  const isOverlapping = answer.askedAt < ended.acknowledgedAt && ended.sentAt < answer.firstByteAt;
  if (!isOverlapping) {
    facts.apart += 1;
    return;
  }
  facts.overlapping += 1;
  if (afterMs > 0) facts.late += 1;
  if (isShown) facts.shown += 1;
  else if (!answer.data) facts.refused += 1;
  else if (answer.codes.includes("CONSENT_UNVERIFIABLE")) facts.unverifiable += 1;
  else if (answer.codes.length > 0) facts.refused += 1;
  else facts.hidden += 1;
}

function holdingUp({ health, registry }: FencedHub, random: () => number) {
  const delay = () => {
    const draw = random();
    if (draw < 0.6) return undefined;
    return pause(draw < 0.96 ? (draw - 0.6) * 200 : 400 + (draw - 0.96) * 10_000);
  };
  const onlyFences = (path: string) => (path === "/fence" ? delay() : undefined);
  Object.assign(health.pauses, { before: delay, after: delay });
  Object.assign(registry.pauses, { before: onlyFences, after: onlyFences });
  return {
    end() {
      for (const { pauses } of [health, registry]) for (const when of ["before", "after"] as const) delete pauses[when];
    },
  };
}

/** Mulberry32: the same numbers for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
