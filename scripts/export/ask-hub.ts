import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

/** A part of the hub did not answer for as long as was tried; the code is one of docs/errors.md. */
export class PartUnavailable extends Error {
  override readonly name = "PartUnavailable";
  constructor(readonly code: string) {
    super(`The hub did not give everything (${code}).`);
  }
}

interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: each stored operation has a shape of its own
  readonly data?: any;
  readonly errors?: readonly { readonly extensions: { readonly code: string; readonly retryable?: boolean } }[];
}

export interface AskOptions {
  /** Where the hub takes operations. */
  readonly endpoint: string;
  /** The access token of whoever asks. */
  readonly token: string;
  /** Milliseconds before the first repetition; doubled at each. */
  readonly firstPauseMs?: number;
}

/** Sends an operation of clients/ by its folder and name and answers its data; throws {@link PartUnavailable} for less than all of it. */
export type AskStored = (
  operation: string,
  variables?: Record<string, unknown>,
) => Promise<NonNullable<Answer["data"]>>;

const MOST_ATTEMPTS = 4;
const TIMEOUT_MS = 30_000;
const LONGEST_PAUSE_MS = 60_000;

export function createAskStored({ endpoint, token, firstPauseMs = 500 }: AskOptions): AskStored {
  return async (operation, variables = {}) => {
    const query = readFileSync(new URL(`../../clients/${operation}.graphql`, import.meta.url), "utf8");
    const body = JSON.stringify({ query, variables });
    for (let attempt = 1; ; attempt++) {
      const { answer, waitMs } = await send(endpoint, token, body);
      const errors = answer.errors ?? [];
      if (errors.length === 0 && answer.data) return answer.data;
      const isWorthwhile = errors.length === 0 || errors.some(({ extensions }) => extensions.retryable);
      if (!isWorthwhile || attempt === MOST_ATTEMPTS)
        throw new PartUnavailable(errors[0]?.extensions.code ?? "NO_ANSWER");
      await pause(Math.min(LONGEST_PAUSE_MS, Math.max(waitMs, firstPauseMs * 2 ** (attempt - 1))));
    }
  };
}

/** One attempt; an answer without data when there is none, and how long the hub asks to wait. */
async function send(endpoint: string, token: string, body: string): Promise<{ answer: Answer; waitMs: number }> {
  try {
    const response = await fetch(endpoint, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const seconds = Number(response.headers.get("retry-after") ?? 0);
    return { answer: (await response.json()) as Answer, waitMs: Number.isFinite(seconds) ? seconds * 1000 : 0 };
  } catch {
    return { answer: {}, waitMs: 0 };
  }
}
