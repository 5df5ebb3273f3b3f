import { type DocumentNode, type ExecutionResult, GraphQLError, print } from "graphql";
import { type Agent, request } from "undici";
import { HOP_SCHEME } from "../../kit/hop-token.ts";
import { GATEWAY, type Peers } from "../../kit/peer-keys.ts";
import { signHop } from "../../kit/sign-hop.ts";
import type { SigningKey } from "../../kit/signing-key.ts";
import type { Viewer } from "../../kit/viewer.ts";
import type { SourceError } from "../engine/transport.ts";
import { answerError, type Problem, RequestRefused } from "../errors.ts";
import type { AskedText } from "../hub.ts";
import { readIdempotency } from "../idempotency-key.ts";
import { defaultLimits } from "../limits.ts";
import type { Language } from "../messages.ts";
import { reasonOf } from "../source-losses.ts";

/** Who asks in one request to another gateway, and how she is answered. */
export interface Asker {
  readonly viewer: Viewer;
  readonly requestId: string;
  readonly language: Language;
  /** Her own headers, names and values in turn. */
  readonly rawHeaders: readonly string[];
}

/** What a planner of the GraphQL tools hands to a transport. */
interface Question {
  readonly document: DocumentNode;
  readonly variables?: unknown;
  readonly operationName?: string;
  readonly operationType?: string;
  /** What the client sent. */
  readonly context?: { readonly params?: Partial<AskedText> };
}

interface Way {
  readonly agent: Agent;
  readonly key: SigningKey;
  readonly peers: Peers;
}

/** Asks one subgraph in somebody's name; its words and whatever the network says are replaced by those of the closed list. */
export async function askSubgraph(
  source: string,
  question: Question,
  asker: Asker,
  way: Way,
  // biome-ignore lint/suspicious/noExplicitAny: the planner knows what it asked for
): Promise<ExecutionResult<any>> {
  const inWords = (problem: Problem, path?: unknown) => {
    const { message, extensions } = answerError({ ...problem, source }, asker.requestId, asker.language);
    return new GraphQLError(message, { extensions: { ...extensions }, path: path as GraphQLError["path"] });
  };
  try {
    const { data, errors = [] } = await send(source, question, asker, way);
    return { data, ...(errors.length > 0 ? { errors: errors.map((one) => inWords(reasonOf(one), one.path)) } : {}) };
  } catch (error) {
    if (error instanceof RequestRefused) return { data: null, errors: [inWords(error.problem)] };
    const code = question.operationType === "mutation" ? "OUTCOME_UNKNOWN" : "SOURCE_UNAVAILABLE";
    return { data: null, errors: [inWords({ code })] };
  }
}

async function send(
  source: string,
  question: Question,
  { viewer, requestId, rawHeaders }: Asker,
  { agent, key, peers }: Way,
) {
  const { document, variables, operationName } = question;
  const body = JSON.stringify({ query: print(document), variables, operationName });
  const { query = "", variables: given = {}, operationName: named } = question.context?.params ?? {};
  const asked = { query, variables: given, operationName: named };
  const idempotency = question.operationType === "mutation" ? readIdempotency(rawHeaders, asked) : null;
  const token = await signHop(key, { issuer: GATEWAY, audience: source, viewer, requestId, idempotency, body });
  const answer = await request(new URL("/graphql", peers[source]), {
    dispatcher: agent,
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/json",
      authorization: `${HOP_SCHEME} ${token}`,
    },
    body,
    signal: AbortSignal.timeout(defaultLimits.sourceTimeoutMs),
  });
  const result = (await answer.body.json()) as { data?: unknown; errors?: SourceError[] };
  if (result.data === undefined && !result.errors) throw new Error("No answer to the operation.");
  return result;
}
