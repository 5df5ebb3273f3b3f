import { randomUUID } from "node:crypto";
import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";
import type { FastifyInstance } from "fastify";
import type { GraphQLSchema, OperationDefinitionNode } from "graphql";
import type { Logger } from "pino";
import type { Consult } from "./consultation.ts";
import type { DatabaseParts } from "./database.ts";
import type { Decide } from "./decision.ts";
import type { Enforcement } from "./enforcement.ts";
import type { EventConsumer, NewEvent } from "./events.ts";
import type { HopClaims, Idempotency } from "./hop-token.ts";
import type { Protection } from "./protect-schema.ts";
import type { Upkeep } from "./upkeep.ts";
import type { Viewer } from "./viewer.ts";

/** What every resolver receives; each subgraph adds its repositories and loaders. */
export interface RequestContext {
  /** Null only when the gateway asks for nobody, which no resolver of people's data accepts. */
  readonly viewer: Viewer | null;
  readonly requestId: string;
  /** Under which a change of this request is made once; null when it is made as often as it is sent. */
  readonly idempotency: Idempotency | null;
  /** An entity manager of this request alone; while a mutation's resolver runs, everything done with it is one transaction. */
  readonly em: EntityManager;
  readonly enforcement: Enforcement;
  readonly consult: Consult;
  readonly logger: Logger;
  /** Records events of one type in the running transaction of `em`, in one statement. */
  readonly publish: (em: EntityManager, event: NewEvent, ...more: NewEvent[]) => Promise<void>;
}

/** The parts of a subgraph; {@link startSubgraph} makes a running service of them. */
export interface SubgraphParts<Context extends RequestContext = RequestContext> {
  /** Name on every floor: in the supergraph, in hop tokens, in peers and as the event source. */
  readonly name: string;
  /** The executable schema, before protection. */
  readonly schema: GraphQLSchema;
  readonly database: DatabaseParts;
  readonly protection: Protection;
  /** Name of the peer that answers decisions and keeps their log. */
  readonly decisionPoint: string;
  readonly isInternalReadAllowed: (viewer: Viewer, category: string) => boolean;
  readonly createContext: (base: RequestContext) => Context;
  /** The decision point answers from its own database instead of asking a peer. */
  readonly createDecide?: (runtime: SubgraphRuntime, viewer: Viewer | null, requestId: string) => Decide;
  /** Awaited when an operation is done, a change committed and the answer made, before anybody hears of it. */
  readonly beforeAnswer?: (operation: OperationDefinitionNode) => Promise<void>;
  /** Who must hear of each type of event this subgraph publishes. */
  readonly subscribers?: Readonly<Record<string, readonly string[]>>;
  /** What this subgraph does with the events it hears of. */
  readonly consumers?: Readonly<Record<string, EventConsumer>>;
  /** What this subgraph does of its own accord, by name. */
  readonly upkeep?: Readonly<Record<string, Upkeep>>;
  /** Further HTTP routes between processes; each must verify its hop with `runtime.receiveHop`. */
  readonly addRoutes?: (service: FastifyInstance, runtime: SubgraphRuntime) => void;
}

/** The parts of a request that a hop token vouches for, or is. */
export interface ReceivedRequest {
  readonly headers: { readonly authorization?: string | undefined };
  /** The exact bytes received. */
  readonly body: unknown;
}

/** What routes and decision points may use of the running service. */
export interface SubgraphRuntime {
  readonly orm: MikroORM;
  readonly logger: Logger;
  /** Verifies that a request comes from one of `issuers`, for this subgraph, with these very bytes, once. */
  readonly receiveHop: (request: ReceivedRequest, issuers: readonly string[]) => Promise<HopClaims>;
  /** Reads the viewer of a gateway token that a peer passes on: proof that the gateway sent it that viewer. */
  readonly readForwardedViewer: (token: string, peer: string) => Promise<HopClaims>;
}

export const newRequestId = (): string => randomUUID();
