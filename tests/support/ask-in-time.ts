import type { Answer, Ask } from "../../scripts/journey/hub-client.ts";

const MOST_TRIES = 10;

/** Asks again where the hub says that it may be asked again: on a machine with much else to do the registry can be late. */
export async function askInTime(ask: Ask, ...question: Parameters<Ask>): Promise<Answer> {
  let answer = await ask(...question);
  for (let tries = 1; tries < MOST_TRIES && answer.body.includes('"retryable":true'); tries += 1)
    answer = await ask(...question);
  return answer;
}
