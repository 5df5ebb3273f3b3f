import { createRandom } from "../../bench/random.ts";
import type { ApartHub } from "./apart-hub.ts";
import type { Outcome, Scenario } from "./scenario.ts";
import { watchProcesses } from "./soak.ts";

/** A fault lasts this long in the long form. */
const SECONDS = 6;

interface Line {
  rounds: number;
  readonly broken: Set<string>;
  facts: Outcome["facts"];
}

/** Plays scenarios in an order the seed decides, round after round until the time is over; true when every promise held. */
export async function playScenarios(
  hub: ApartHub,
  scenarios: readonly Scenario[],
  { minutes, seed, tell }: { minutes: number; seed: number; tell: (line: string) => void },
): Promise<boolean> {
  const random = createRandom(seed);
  const lines = new Map<Scenario, Line>();
  const watch = watchProcesses(hub);
  const endsAt = Date.now() + minutes * 60_000;
  tell(`Seed ${seed}, ${minutes} minutes, ${scenarios.length} scenarios.`);
  for (let round = 1; Date.now() < endsAt; round += 1) {
    const order = scenarios
      .map((scenario) => ({ scenario, place: random() }))
      .sort((one, other) => one.place - other.place);
    for (const { scenario } of order) {
      if (Date.now() >= endsAt && lines.size === scenarios.length) break;
      const startedAt = Date.now();
      const outcome = await scenario
        .run(hub, { seconds: SECONDS, random })
        .catch((error: Error): Outcome => ({ broken: [`it could not be played: ${error.message}`], facts: {} }));
      const line = lines.get(scenario) ?? { rounds: 0, broken: new Set(), facts: {} };
      lines.set(scenario, {
        rounds: line.rounds + 1,
        broken: new Set([...line.broken, ...outcome.broken]),
        facts: outcome.facts,
      });
      const seconds = Math.round((Date.now() - startedAt) / 1000);
      tell(
        `${round}. ${outcome.broken.length === 0 ? "kept  " : "BROKEN"} ${scenario.id} in ${seconds} s  ${factsOf(outcome)}`,
      );
      for (const reason of outcome.broken) tell(`     ${reason}`);
    }
  }
  const soak = watch.end();
  tell("");
  for (const [{ id, promise }, { rounds, broken }] of lines) tell(row(id, rounds, promise, broken.size === 0));
  tell(
    row(
      "R30",
      1,
      `watched all along (${factsOf(soak)}): none grows, nothing is thrown that nobody catches`,
      soak.broken.length === 0,
    ),
  );
  for (const reason of soak.broken) tell(`     ${reason}`);
  const isKept = soak.broken.length === 0 && [...lines.values()].every(({ broken }) => broken.size === 0);
  tell(isKept ? "\nEvery promise was kept." : `\nA promise was broken; to play it again: --seed ${seed}`);
  return isKept;
}

const row = (id: string, rounds: number, promise: string, isKept: boolean): string =>
  `${isKept ? "kept  " : "BROKEN"}  ${id.padEnd(4)} x${rounds}  ${promise}`;

const factsOf = ({ facts }: Outcome): string =>
  Object.entries(facts)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");
