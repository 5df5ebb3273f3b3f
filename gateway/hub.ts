import type { Logger } from "../kit/logger.ts";
import type { Peers } from "../kit/peer-keys.ts";
import type { SigningKey } from "../kit/signing-key.ts";
import type { AdmissionOptions } from "./admission.ts";
import type { AnsweredError } from "./errors.ts";
import type { Explanation } from "./explanation.ts";
import type { GatewayMetrics } from "./metrics.ts";
import type { OperationCost, RequestRecord, SourceState } from "./request-record.ts";
import type { Doors } from "./source-call.ts";
import type { SubgraphLinks } from "./subgraph-link.ts";

export interface HubOptions extends AdmissionOptions {
  readonly peers: Peers;
  readonly signingKey: SigningKey;
  /** Sources that run in this process; all others are called over HTTP. */
  readonly doors: Doors;
  readonly logger: Logger;
  readonly isProduction: boolean;
  readonly metrics?: GatewayMetrics | undefined;
  /** What runs the plans: our own engine, or the one of the library that makes them. */
  readonly engine: Engine;
}

export type Engine = "passerelle" | "stock";

/** The body of every answer to an operation. */
export interface AnsweredResult {
  readonly errors?: readonly AnsweredError[];
  readonly data?: unknown;
  readonly extensions: {
    readonly requestId: string;
    /** What running the operation costs at most, and what one may cost; absent where it was not found out. */
    readonly cost?: OperationCost;
    /** How each source the operation touched has served it. */
    readonly sources?: Readonly<Record<string, SourceState>>;
    /** How many errors were left out beyond the limit. */
    readonly errorsOmitted?: number;
  };
}

/** One answer to one client: the HTTP status, headers of this answer alone, and what is written as JSON. */
export interface HubAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly result: AnsweredResult;
}

/** One operation whose text the application may send. */
export interface AskedText {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
}

export interface ExplanationAnswer {
  readonly status: 200;
  readonly headers: Readonly<Record<string, string>>;
  readonly result: { readonly explanation: Explanation; readonly extensions: { readonly requestId: string } };
}

/** What answers operations over the supergraph in force. Throws `RequestRefused` for a request it does not serve at all. */
export interface Front {
  answer(asked: AskedText, record: RequestRecord): Promise<HubAnswer>;
  /** Tells what an operation would need, without running it. */
  explain(asked: AskedText, record: RequestRecord): Promise<ExplanationAnswer | HubAnswer>;
  close(): Promise<void>;
}

/** The hub of one supergraph, which may be replaced while it runs. */
export interface Hub extends Front {
  /** Replaces the supergraph; throws, keeping the old one, when it cannot be used. Running operations finish. */
  replaceSupergraph(sdl: string): Promise<void>;
  /** How each source asked so far fares. */
  health(): ReturnType<SubgraphLinks["health"]>;
}
