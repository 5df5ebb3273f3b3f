import type { GraphQLDataSource } from "@apollo/gateway";
import { type GraphQLSchema, Kind } from "graphql";
import { Agent } from "undici";
import type { Peers } from "../kit/peer-keys.ts";
import type { SigningKey } from "../kit/signing-key.ts";
import { objectsOfFetch, type PlacedObject } from "./assembled-objects.ts";
import { fitObject } from "./fitting-answer.ts";
import type { Limits } from "./limits.ts";
import type { PlannedFetch } from "./planned-fetches.ts";
import { type HubContext, noteSource, type RequestRecord } from "./request-record.ts";
import { callSource, type SourceOutcome } from "./source-call.ts";
import { lossesFromErrors, lossOfAll, lossOfObject } from "./source-losses.ts";

type Options = Parameters<GraphQLDataSource["process"]>[0];
type Answer = Awaited<ReturnType<GraphQLDataSource["process"]>>;
type Served = Extract<SourceOutcome, { errors: unknown }>;

export interface LinkOptions {
  readonly key: SigningKey;
  readonly peers: Peers;
  readonly limits: Limits;
  /** The schema in force when a call is made, with the parts clients do not see. */
  readonly supergraph: () => GraphQLSchema;
  /** True for sources that hold something under a consent rule. */
  readonly isProtected: (source: string) => boolean;
}

/**
 * Calls the sources. Whatever a source does, the executor receives data in the asked shape or null, and the request's
 * record receives what was lost, where and why: nothing of a source's words reaches the executor.
 */
export class SubgraphLinks {
  readonly #options: LinkOptions;
  readonly #agent: Agent;

  constructor(options: LinkOptions) {
    this.#options = options;
    // One pool a source. Sources keep idle connections 65 s: the hub lets go first, so it never writes to a closed one.
    this.#agent = new Agent({ keepAliveTimeout: 30_000, connections: 128, connect: { timeout: 1_000 } });
  }

  /** What the executor calls to reach `source`. */
  linkTo(source: string): GraphQLDataSource {
    return { process: (options) => this.#serve(source, options) as Promise<Answer> };
  }

  async close(): Promise<void> {
    await this.#agent.close();
  }

  async #serve(source: string, options: Options): Promise<{ data: unknown }> {
    const { record } = options.context as unknown as HubContext;
    const path = "pathInIncomingRequest" in options ? (options.pathInIncomingRequest ?? []) : [];
    const fetch = findFetch(record, source, options.request.query, path);
    const objects = objectsOfFetch(record.assembled, fetch, this.#options.supergraph());
    const outcome = await this.#ask(source, options, record, fetch);
    if ("failure" in outcome) {
      noteSource(record, source, outcome.state);
      record.losses.push(...lossOfAll(fetch, objects, { code: outcome.failure, retryAfterMs: outcome.retryAfterMs }));
      return { data: null };
    }
    const data = this.#keep(outcome, record, fetch, objects);
    if (data && fetch.path.length === 0) shareRoot(record.assembled, data);
    return { data };
  }

  async #ask(source: string, options: Options, record: RequestRecord, fetch: PlannedFetch): Promise<SourceOutcome> {
    const { limits, isProtected } = this.#options;
    if (!record.isViewerVerified && isProtected(source)) return { failure: "CONSENT_UNVERIFIABLE", state: "refused" };
    const left = record.deadlineAt - Date.now();
    if (left <= 0) return { failure: "DEADLINE", state: "slow" };
    const { query = "", variables, operationName } = options.request;
    return callSource(
      {
        source,
        content: { query, variables, operationName },
        viewer: record.viewer!,
        requestId: record.requestId,
        isMutation: fetch.isMutation,
        clientGone: record.clientGone,
        timeoutMs: Math.min(limits.sourceTimeoutMs, left),
        isLastMoment: left < limits.sourceTimeoutMs,
      },
      { ...this.#options, agent: this.#agent, answerBytes: limits.sourceAnswerBytes },
    );
  }

  /** Keeps what fits of an answer and notes the rest as lost; null when none of it can be used. */
  #keep(outcome: Served, record: RequestRecord, fetch: PlannedFetch, objects: PlacedObject[]) {
    const losses = lossesFromErrors(fetch, objects, outcome.errors);
    const hasFailed = losses.some(({ code }) => code === "SOURCE_UNAVAILABLE");
    noteSource(record, fetch.source, hasFailed ? "down" : "ok");
    record.losses.push(...losses);
    const { data } = outcome;
    if (data === null) {
      record.losses.push(...lossOfAll(fetch, objects, { code: losses[0]?.code ?? "SOURCE_INVALID" }));
      return null;
    }
    const kept = fetch.requires
      ? this.#keepEntities(data, record, fetch, objects)
      : this.#fit(
          data,
          rootTypeOf(fetch),
          fetch,
          record,
          objects.map(({ path }) => path),
        );
    if (kept) return kept;
    noteSource(record, fetch.source, "invalid");
    record.losses.push(...lossOfAll(fetch, objects, { code: "SOURCE_INVALID" }));
    return null;
  }

  #keepEntities(data: object, record: RequestRecord, fetch: PlannedFetch, objects: PlacedObject[]) {
    const entities = (data as { _entities?: unknown })._entities;
    if (!Array.isArray(entities) || entities.length !== objects.length) return undefined;
    const kept = entities.map((entity: unknown, index) => {
      const { path, object } = objects[index]!;
      const typeName = String(object.__typename);
      if (entity === null) {
        // The source answered: there is nothing it can show here. Said the same way whatever the reason.
        record.losses.push(...lossOfObject(fetch, path, { code: "NOT_FOUND" }));
        return null;
      }
      if (
        typeof entity === "object" &&
        !Array.isArray(entity) &&
        isSameType(entity, typeName, this.#options.supergraph())
      )
        return this.#fit(entity, typeName, fetch, record, [path]);
      noteSource(record, fetch.source, "invalid");
      record.losses.push(...lossOfObject(fetch, path, { code: "SOURCE_INVALID" }));
      return null;
    });
    return { _entities: kept };
  }

  #fit(value: object, typeName: string, fetch: PlannedFetch, record: RequestRecord, bases: PlacedObject["path"][]) {
    const onMisfit = (path: PlacedObject["path"]) => {
      noteSource(record, fetch.source, "invalid");
      const within = path.map((step) => (typeof step === "string" ? fetch.clientKey(step) : step));
      for (const base of bases)
        record.losses.push({ path: [...base, ...within], code: "SOURCE_INVALID", source: fetch.source });
    };
    const fitting = { schema: this.#options.supergraph(), document: fetch.document, onMisfit };
    return fitObject(value, typeName, selectionsForObjects(fetch), [], fitting);
  }
}

function findFetch(record: RequestRecord, source: string, operation: string | undefined, path: PlannedFetch["path"]) {
  const place = path.join(".");
  const fetch = record.fetches.find(
    (one) => one.source === source && one.operation === operation && one.path.join(".") === place,
  );
  if (!fetch) throw new Error("The executor made a call that its plan does not hold.");
  return fetch;
}

function selectionsForObjects({ document, requires }: PlannedFetch) {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)!;
  const { selections } = operation.selectionSet;
  const [entities] = selections;
  return requires && entities?.kind === Kind.FIELD ? entities.selectionSet!.selections : selections;
}

const rootTypeOf = ({ isMutation }: PlannedFetch): string => (isMutation ? "Mutation" : "Query");

/** An entity may come back more precise than it was asked (an interface's object), never as another type. */
function isSameType(entity: object, asked: string, schema: GraphQLSchema): boolean {
  const named = (entity as { __typename?: unknown }).__typename;
  if (named === undefined || named === asked) return true;
  return typeof named === "string" && schema.getType(asked)?.astNode?.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

/** The executor merges root answers into its own data by reference; the record follows the same rule. */
function shareRoot(assembled: Record<string, unknown>, data: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(data)) if (!assembled[name]) assembled[name] = value;
}
