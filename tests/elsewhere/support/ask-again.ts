import { setTimeout as pause } from "node:timers/promises";
import type { Ask } from "../../../scripts/journey/hub-client.ts";

/** Asks a query again while its errors say that this may help: on a machine with much to do the registry can be late. */
export function askAgain(ask: Ask): Ask {
  return async (who, query, variables) => {
    for (let attempt = 0; ; attempt++) {
      const answer = await ask(who, query, variables);
      const isRetryable = answer.errors?.some(({ extensions }) => (extensions as { retryable?: boolean }).retryable);
      if (!isRetryable || attempt === 5 || /^\s*mutation/m.test(query)) return answer;
      await pause(200);
    }
  };
}
