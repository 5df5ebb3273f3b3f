/** One step of a story: who does what, and what came of it in a few words. Throws {@link WrongAnswer} at a wrong answer. */
export interface Step<State> {
  readonly who: string;
  readonly what: string;
  readonly run: (state: State) => Promise<string>;
}

/** The hub answered something else than the story needs. */
export class WrongAnswer extends Error {
  override readonly name = "WrongAnswer";
}

/** Fails the story unless `isRight`; `expected` says what should have been. */
export function expectThat(isRight: boolean, expected: string, answer: unknown): asserts isRight {
  if (!isRight) throw new WrongAnswer(`Expected ${expected}, got ${JSON.stringify(answer)?.slice(0, 600)}`);
}

/** Runs a story step by step and tells each; stops at the first wrong answer. */
export async function play<State>(
  steps: readonly Step<State>[],
  state: State,
  tell: (line: string) => void,
): Promise<void> {
  const width = Math.max(...steps.map(({ who }) => who.length));
  for (const [index, { who, what, run }] of steps.entries()) {
    const number = String(index + 1).padStart(2);
    try {
      tell(`${number} ✓ ${who.padEnd(width)}  ${what} → ${await run(state)}`);
    } catch (error) {
      tell(`${number} ✗ ${who.padEnd(width)}  ${what}`);
      throw error;
    }
  }
}
