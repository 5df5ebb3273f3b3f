import type { PeerLink } from "./peer-link.ts";
import { subgraphError } from "./subgraph-error.ts";

/** Body of a question that asks for no permit: the gateway's own token proves in whose name it is asked. */
export interface Consultation<Question> {
  readonly viewerToken: string;
  readonly question: Question;
}

/**
 * Asks the decision point, in the viewer's name, what it alone knows and is no permit; `path` begins with a slash.
 * @throws CONSENT_UNVERIFIABLE when it does not answer, twice
 */
export type Consult = <Answer>(path: string, question: object) => Promise<Answer>;

const TIMEOUT_MS = 500;

export function createConsult(
  link: PeerLink,
  peer: string,
  { requestId, viewerToken }: { requestId: string; viewerToken: string },
): Consult {
  return async <Answer>(path: string, question: object) => {
    const content: Consultation<object> = { viewerToken, question };
    const ask = () => link.post<Answer>({ peer, path, content, requestId, timeoutMs: TIMEOUT_MS });
    try {
      return await ask().catch(ask);
    } catch {
      throw subgraphError("CONSENT_UNVERIFIABLE");
    }
  };
}
