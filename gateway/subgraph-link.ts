import type { GraphQLDataSource } from "@apollo/gateway";
import type { GraphQLSchema } from "graphql";
import { objectsOfFetch } from "./assembled-objects.ts";
import type { Transport } from "./engine/transport.ts";
import type { CallFailure } from "./engine-losses.ts";
import { keepAnswer } from "./kept-answer.ts";
import type { PlannedFetch } from "./planned-fetches.ts";
import { type HubContext, noteSource, type RequestRecord } from "./request-record.ts";
import { type SourceCallOptions, SourceCalls, type SourceOutcome } from "./source-call.ts";
import { lossOfAll, stateAfter } from "./source-losses.ts";

type Options = Parameters<GraphQLDataSource["process"]>[0];
type Answer = Awaited<ReturnType<GraphQLDataSource["process"]>>;

export interface LinkOptions extends SourceCallOptions {
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
  readonly #calls: SourceCalls;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#calls = new SourceCalls(options);
  }

  /** What the executor calls to reach `source`. */
  linkTo(source: string): GraphQLDataSource {
    return { process: (options) => this.#serve(source, options) as Promise<Answer> };
  }

  /** What our own engine calls to reach the sources in one request; it reads and shapes the answers itself. */
  transportOf(record: RequestRecord): Transport<CallFailure> {
    return async ({ source, body, isMutation }) => {
      const outcome = await this.#ask(source, body(), record, isMutation);
      if ("failure" in outcome) {
        noteSource(record, source, outcome.state);
        return { failure: { code: outcome.failure, retryAfterMs: outcome.retryAfterMs } };
      }
      noteSource(record, source, stateAfter(outcome.errors));
      return outcome;
    };
  }

  /** How each source asked so far fares: its breaker, and how many calls are on their way or wait. */
  health(): ReturnType<SourceCalls["health"]> {
    return this.#calls.health();
  }

  async close(): Promise<void> {
    await this.#calls.close();
  }

  async #serve(source: string, options: Options): Promise<{ data: unknown }> {
    const { record } = options.context as unknown as HubContext;
    const path = "pathInIncomingRequest" in options ? (options.pathInIncomingRequest ?? []) : [];
    const fetch = findFetch(record, source, options.request.query, path);
    const schema = this.#options.supergraph();
    const objects = objectsOfFetch(record.assembled, fetch, schema);
    const { query = "", variables, operationName } = options.request;
    const body = JSON.stringify({ query, variables, operationName });
    const outcome = await this.#ask(source, body, record, fetch.isMutation);
    if ("failure" in outcome) {
      noteSource(record, source, outcome.state);
      record.losses.push(...lossOfAll(fetch, objects, { code: outcome.failure, retryAfterMs: outcome.retryAfterMs }));
      return { data: null };
    }
    const data = keepAnswer(outcome, { record, fetch, objects, schema });
    if (data && fetch.path.length === 0) shareRoot(record.assembled, data);
    return { data };
  }

  async #ask(source: string, body: string, record: RequestRecord, isMutation: boolean): Promise<SourceOutcome> {
    const isRefused = !record.isViewerVerified && this.#options.isProtected(source);
    if (isRefused) return { failure: "CONSENT_UNVERIFIABLE", state: "refused" };
    return this.#calls.call({ source, body, isMutation }, record);
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

/** The executor merges root answers into its own data by reference; the record follows the same rule. */
function shareRoot(assembled: Record<string, unknown>, data: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(data)) if (!assembled[name]) assembled[name] = value;
}
