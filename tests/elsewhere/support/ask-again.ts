import { setTimeout as pause } from "node:timers/promises";
import type { Ask } from "../../../scripts/journey/hub-client.ts";

/**
 * Asks again while the errors say that this may help: on a machine with much to do the registry can be late. A change is
 * sent again only when nothing of it can have been made.
 */
export function askAgain(ask: Ask): Ask {
  return async (who, query, variables) => {
    for (let attempt = 0; ; attempt++) {
      const answer = await ask(who, query, variables);
      const errors = answer.errors ?? [];
      const isRetryable = errors.some(({ extensions }) => (extensions as { retryable?: boolean }).retryable);
      const isUnsent = errors.every(({ path, extensions }) => !path || extensions.code === "CONSENT_UNVERIFIABLE");
      if (!isRetryable || attempt === 5 || (/^\s*mutation/m.test(query) && !isUnsent)) return answer;
      await pause(200);
    }
  };
}
