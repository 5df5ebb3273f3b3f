import type { Logger } from "../kit/logger.ts";
import type { Peers } from "../kit/peer-keys.ts";
import type { PeerLink } from "../kit/peer-link.ts";
import type { SigningKey } from "../kit/signing-key.ts";
import type { AnsweredError } from "./errors.ts";
import type { Limits } from "./limits.ts";
import type { AskedOperation } from "./request-body.ts";
import type { RequestRecord, SourceState } from "./request-record.ts";

export interface HubOptions {
  readonly peers: Peers;
  readonly signingKey: SigningKey;
  readonly registry: PeerLink;
  readonly limits: Limits;
  readonly logger: Logger;
  readonly isProduction: boolean;
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

/** What answers operations over the supergraph in force. Throws `RequestRefused` for a request it does not serve at all. */
export interface Front {
  answer(asked: AskedOperation, record: RequestRecord): Promise<HubAnswer>;
  close(): Promise<void>;
}

/** The hub of one supergraph, which may be replaced while it runs. */
export interface Hub extends Front {
  /** Replaces the supergraph; throws, keeping the old one, when it cannot be used. Running operations finish. */
  replaceSupergraph(sdl: string): Promise<void>;
}
