import { Agent, request } from "undici";
import { type ErrorCode, errorCodes } from "../../gateway/error-codes.ts";

/** One answer, or what a client sees when there is none. */
export interface Told {
  /** 0 when no answer came. */
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: each scenario says what it expects of the answer
  readonly data: any;
  readonly codes: readonly ErrorCode[];
  readonly paths: readonly (readonly (string | number)[])[];
  readonly body: string;
  readonly requestId: string | undefined;
  /** What is against the contract of answers, if anything. */
  readonly breach: string | undefined;
  /** When it was asked, on the clock of `performance.now()`, and how long it took. */
  readonly askedAt: number;
  readonly ms: number;
}

export interface Question {
  readonly as: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A client that keeps connections and, when one copy refuses the connection, takes the next. What was sent is never sent
 * again: an answer that does not come counts as a failed call.
 */
export interface HubClient {
  ask(question: Question): Promise<Told>;
  /** Asks one copy alone. */
  askOne(url: string, question: Question): Promise<Told>;
  /** The same client with connections of its own; with one alone, for who asks one thing after another. */
  apart(connections?: number): HubClient;
  /** Signs everybody in anew at her next question. */
  forgetTokens(): void;
  close(): Promise<void>;
}

export const MOST_CONNECTIONS = 256;

export function openClient(urls: readonly string[], tokenOf: (name: string) => Promise<string>): HubClient {
  const tokens = new Map<string, Promise<string>>();
  const tokenFor = (name: string) => {
    const token = tokens.get(name) ?? tokenOf(name);
    tokens.set(name, token);
    return token;
  };
  return clientOf(urls, tokenFor, () => tokens.clear(), MOST_CONNECTIONS);
}

function clientOf(
  urls: readonly string[],
  tokenFor: (name: string) => Promise<string>,
  forgetTokens: () => void,
  connections: number,
): HubClient {
  const agent = new Agent({ keepAliveTimeout: 30_000, connections });
  const askFirst = async (reachable: readonly string[], question: Question): Promise<Told> => {
    const startedAt = performance.now();
    const after = () => ({ askedAt: startedAt, ms: Math.round(performance.now() - startedAt) });
    for (const url of reachable) {
      try {
        const answer = await request(`${url}/graphql`, {
          dispatcher: agent,
          method: "POST",
          headers: {
            "content-type": "application/json",
            authorization: `Bearer ${await tokenFor(question.as)}`,
            ...question.headers,
          },
          body: JSON.stringify({ query: question.query, variables: question.variables ?? {} }),
          signal: AbortSignal.timeout(30_000),
        });
        return read(answer.statusCode, await answer.body.text(), after());
      } catch (error) {
        const { code, name } = error as { code?: string; name: string };
        if (code !== "ECONNREFUSED") return silence(`no answer came (${code ?? name})`, after());
      }
    }
    return silence("no copy could be reached", after());
  };
  return {
    ask: (question) => askFirst(urls, question),
    askOne: (url, question) => askFirst([url], question),
    apart: (own = 1) => clientOf(urls, tokenFor, forgetTokens, own),
    forgetTokens,
    close: () => agent.destroy(),
  };
}

type When = Pick<Told, "askedAt" | "ms">;

const silence = (breach: string, when: When): Told => ({
  status: 0,
  data: undefined,
  codes: [],
  paths: [],
  body: "",
  requestId: undefined,
  breach,
  ...when,
});

interface Body {
  data?: unknown;
  errors?: { path?: (string | number)[]; extensions?: { code?: ErrorCode } }[];
  extensions?: { requestId?: string };
}

function read(status: number, body: string, when: When): Told {
  let content: Body;
  try {
    content = JSON.parse(body) as Body;
  } catch {
    return { ...silence(`an answer ${status} is no JSON`, when), status, body };
  }
  const { data, errors = [], extensions } = content;
  const codes = errors.map((error) => error.extensions?.code as ErrorCode);
  const foreign = codes.filter((code) => !errorCodes.includes(code));
  const isUnexplained = errors.length === 0 && (data === undefined || data === null);
  const breach =
    foreign.length > 0
      ? `codes outside the list: ${foreign.join(", ")}`
      : isUnexplained
        ? `an answer ${status} holds neither data nor an error`
        : INNARDS.test(body)
          ? `an answer ${status} shows what is inside`
          : undefined;
  const paths = errors.flatMap(({ path }) => (path ? [path] : []));
  return { status, data, codes, paths, body, requestId: extensions?.requestId, breach, ...when };
}

/** Words of libraries, addresses and files: none may reach a client, whatever broke. */
const INNARDS =
  /127\.0\.0\.1|localhost|\.[jt]s:\d|node_modules|ECONN|PeerUnavailable|select .* from|terminating connection/i;
