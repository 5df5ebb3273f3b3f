import { type Decide, type Decided, type DecisionRequest, isGround } from "./decision.ts";
import type { PeerLink } from "./peer-link.ts";

/** Body of `POST /decisions`: the gateway's own token proves who asks; the hop token proves which subgraph asks for her. */
export interface DecisionQuestions {
  readonly viewerToken: string;
  readonly requests: readonly DecisionRequest[];
}

const TIMEOUT_MS = 500;

/**
 * Asks the decision point in one call for the whole batch, and once more if it does not answer in time; throws when it
 * does not answer each question then.
 */
export function createDecisionClient(
  link: PeerLink,
  decisionPoint: string,
  { requestId, viewerToken }: { requestId: string; viewerToken: string },
): Decide {
  return async (requests) => {
    const content: DecisionQuestions = { viewerToken, requests };
    const call = { peer: decisionPoint, path: "/decisions", content, requestId, timeoutMs: TIMEOUT_MS };
    const ask = () => link.post<Decided>(call);
    const { permitted, grounds } = await ask().catch(ask);
    const isWhole = Array.isArray(permitted) && permitted.length === requests.length;
    if (!isWhole || permitted.some((answer) => typeof answer !== "boolean"))
      throw new Error("Not every question was answered.");
    if (!Array.isArray(grounds) || !grounds.every(isGround)) throw new Error("What the permits rest on was not told.");
    return { permitted, grounds };
  };
}
