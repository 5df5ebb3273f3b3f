import { setTimeout as pause } from "node:timers/promises";
import type { ApartHub } from "./apart-hub.ts";
import type { HubClient, Told } from "./hub-client.ts";
import { mistakeIn, type Read } from "./reads.ts";

/** What a load came to. */
export interface Load {
  readonly tally: Tally;
  /** Ends it once the calls under way are answered. */
  end(): Promise<Tally>;
}

export interface Tally {
  calls: number;
  /** Answered in full. */
  whole: number;
  /** Not answered at all, or with a refusal of the whole request. */
  unserved: number;
  /** How often each code was told. */
  readonly codes: Record<string, number>;
  /** Answers that were wrong, each kind once. */
  readonly mistakes: Set<string>;
  slowestMs: number;
}

const PAUSE_MS = 20;

/** Several clients that each ask one thing after another, until told to end; `onAnswer` sees every answer. */
export function startLoad(
  hub: ApartHub,
  reads: readonly Read[],
  {
    clients = 4,
    onAnswer = (_read: Read, _told: Told): void => undefined,
    askAt = (client: HubClient, read: Read) => client.ask(read),
  } = {},
): Load {
  const tally: Tally = { calls: 0, whole: 0, unserved: 0, codes: {}, mistakes: new Set(), slowestMs: 0 };
  let isOver = false;
  const work = Array.from({ length: clients }, async (_, place) => {
    const client = hub.client.apart();
    for (let turn = place; !isOver; turn += 1) {
      const read = reads[turn % reads.length]!;
      const told = await askAt(client, read);
      note(tally, read, told);
      onAnswer(read, told);
      await pause(PAUSE_MS);
    }
    await client.close();
  });
  return {
    tally,
    async end() {
      isOver = true;
      await Promise.all(work);
      return tally;
    },
  };
}

function note(tally: Tally, read: Read, told: Told): void {
  tally.calls += 1;
  if (told.data === undefined) tally.unserved += 1;
  tally.slowestMs = Math.max(tally.slowestMs, told.ms);
  for (const code of told.codes) tally.codes[code] = (tally.codes[code] ?? 0) + 1;
  const mistake = mistakeIn(read, told);
  if (mistake) tally.mistakes.add(mistake);
  else if (told.codes.length === 0) tally.whole += 1;
}
