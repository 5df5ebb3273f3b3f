import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { organizations, people } from "../development/world.ts";
import type { ApartHub } from "./apart-hub.ts";
import type { Told } from "./hub-client.ts";

const PRESCRIBE = `mutation ($input: PrescribeHealthSupportInput!) {
  prescribeHealthSupport(input: $input) { prescription { id } userErrors { code } }
}`;

/** Sophie prescribes a support for Amina, under a key of the act. */
export function prescribe(hub: ApartHub, requestKey: string = randomUUID()): Promise<Told> {
  const input = { requestKey, person: people.amina, recipient: organizations.association, reasons: ["CARE_GIVEN_UP"] };
  return hub.client.ask({ as: "sophie", query: PRESCRIBE, variables: { input } });
}

/** What was said of each act, by its key. */
export interface WrittenActs {
  readonly acknowledged: string[];
  readonly refused: string[];
  readonly unknown: string[];
  readonly breaches: Set<string>;
}

/** Writes one act after another until told to end. */
export function startWrites(hub: ApartHub) {
  const acts: WrittenActs = { acknowledged: [], refused: [], unknown: [], breaches: new Set() };
  let isOver = false;
  const work = (async () => {
    while (!isOver) {
      const key = randomUUID();
      const { breach, data, codes } = await prescribe(hub, key);
      if (breach) acts.breaches.add(breach);
      if (data?.prescribeHealthSupport?.prescription) acts.acknowledged.push(key);
      else if (breach || codes.includes("OUTCOME_UNKNOWN")) acts.unknown.push(key);
      else acts.refused.push(key);
      await pause(30);
    }
  })();
  return {
    async end(): Promise<WrittenActs> {
      isOver = true;
      await work;
      return acts;
    },
  };
}

/** Compares what was said with the rows there are; a sentence for each promise broken. */
export async function mistakesOfWrites(hub: ApartHub, acts: WrittenActs): Promise<string[]> {
  const rows = await hub.sql(
    "social-services",
    "select request_key as key, count(*)::int as times from prescription where request_key = any ($1::uuid[]) group by 1",
    [[...acts.acknowledged, ...acts.refused, ...acts.unknown]],
  );
  return writeMistakes(acts, new Map(rows.map(({ key, times }) => [key, times])));
}

/** An acknowledged act happened once, a refused one never, one whose outcome is unknown at most once. */
export function writeMistakes(acts: WrittenActs, timesOf: ReadonlyMap<string, number>): string[] {
  const times = (key: string) => timesOf.get(key) ?? 0;
  const count = (keys: readonly string[], isWrong: (times: number) => boolean) =>
    keys.filter((key) => isWrong(times(key))).length;
  const wrong: [number, string][] = [
    [count(acts.acknowledged, (found) => found === 0), "acknowledged acts are lost"],
    [count([...acts.acknowledged, ...acts.unknown], (found) => found > 1), "acts happened more than once"],
    [count(acts.refused, (found) => found > 0), "acts said to have failed have happened"],
  ];
  return [...acts.breaches, ...wrong.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`)];
}
