import { setTimeout as pause } from "node:timers/promises";
import { addLinkedPlans, type LinkedPlan } from "../../support/linked-plan.ts";
import { type FencedHub, type Received, shows, type Withdrawal } from "./fenced-hub.ts";

export interface RaceOptions {
  /** Pairs of a read and a withdrawal whose order is not fixed; as many are played at the least. */
  readonly races: number;
  readonly seed: number;
  readonly isOver?: (facts: RaceFacts) => boolean;
}

export interface RaceFacts {
  /** Reads and withdrawals that were under way at one moment, by whatever came of them. */
  overlapping: number;
  /** Pairs one of which was over before the other began. */
  apart: number;
  /** Of the overlapping pairs: the read was answered after the withdrawal was acknowledged. */
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

/** Whose plans one read shows, and who withdraw, one after another, while it is read again and again. */
const PERSONS = 3;
const READERS = 5;
const GROUPS_AT_ONCE = 5;
const WITHDRAWN_WITHIN_MS = 1_500;

const IDS = Array.from({ length: PERSONS }, (_, index) => index);
const READ = `query Races(${IDS.map((one) => `$c${one}: ID!`).join(" ")}) {
  ${IDS.map((one) => `p${one}: employmentContract(id: $c${one}) { planExtract { id contentHash } }`).join("\n  ")}
}`;

/**
 * Lets reads of several persons' plans and the withdrawals of their consents loose upon each other, over two gateways that
 * are held up at random on their way to the plans and before and after the question whether they may answer.
 *
 * Nothing of a plan may be in an answer whose first byte comes after its withdrawal was acknowledged, and what an answer
 * shows stands in the log when that byte comes.
 */
export async function race(hub: FencedHub, { races, seed, isOver = () => false }: RaceOptions): Promise<RaceFacts> {
  const random = randomFrom(seed);
  const facts: RaceFacts = {
    overlapping: 0,
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
    while (facts.overlapping < races && !isOver(facts)) {
      const plans = await addLinkedPlans(hub.copies, PERSONS * GROUPS_AT_ONCE);
      const groups = Array.from({ length: GROUPS_AT_ONCE }, () => plans.splice(0, PERSONS));
      await Promise.all(groups.map((group) => raceGroup(hub, group, random, facts)));
    }
  } finally {
    holdUp.end();
  }
  return facts;
}

async function raceGroup(
  hub: FencedHub,
  plans: readonly LinkedPlan[],
  random: () => number,
  facts: RaceFacts,
): Promise<void> {
  const contracts = Object.fromEntries(plans.map(({ contract }, index) => [`c${index}`, contract]));
  const reads: Read[] = [];
  let isOver = false;
  const reading = Array.from({ length: READERS }, async () => {
    while (!isOver) {
      await pause(random() * 50);
      const answer = await hub.ask(Math.floor(random() * 2), "karim", READ, contracts);
      const shown = plans.filter((plan) => shows(answer, plan));
      reads.push({ answer, shown, logged: await loggedOf(hub, answer, shown) });
    }
  });
  const withdrawing = plans.map(async (plan) => {
    await pause(random() * WITHDRAWN_WITHIN_MS);
    return hub.withdraw(plan, Math.floor(random() * 2));
  });
  const withdrawals = await Promise.all(withdrawing).finally(() => {
    isOver = true;
  });
  await Promise.all(reading);
  for (const read of reads) for (const [index, plan] of plans.entries()) judge(plan, withdrawals[index]!, read, facts);
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

function judge(plan: LinkedPlan, withdrawal: Withdrawal, { answer, shown, logged }: Read, facts: RaceFacts): void {
  const isShown = shown.includes(plan);
  const afterMs = answer.firstByteAt - withdrawal.acknowledgedAt;
  if (isShown && afterMs > 0) facts.stale.push(`${Math.round(afterMs)} ms after`);
  if (isShown && !logged.has(plan.extract)) facts.unlogged.push(answer.requestId);
  const isOverlapping = answer.askedAt < withdrawal.acknowledgedAt && withdrawal.sentAt < answer.firstByteAt;
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
