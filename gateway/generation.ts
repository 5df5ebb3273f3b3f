import { operationFromDocument, type Schema } from "@apollo/federation-internals";
import type { ApolloGateway } from "@apollo/gateway";
import { buildASTSchema, type DocumentNode, type GraphQLSchema, parse } from "graphql";
import { LRUCache } from "lru-cache";
import { during } from "../kit/request-scope.ts";
import { createExecutor, type Executor } from "./engine/executor.ts";
import type { QueryPlan } from "./engine/query-plan.ts";
import { createPlanExplainer } from "./explanation.ts";
import { hashText } from "./hash-text.ts";
import type { HubOptions } from "./hub.ts";
import { type PlanWeight, weighPlan } from "./plan-weight.ts";
import { protectedSources } from "./protected-sources.ts";
import { findOperation, type ReadDocument, readDocument } from "./read-document.ts";

type Planner = NonNullable<ReturnType<ApolloGateway["__testing"]>["queryPlanner"]>;

/** A document that may be run, with the plans of its operations. */
export interface KnownDocument {
  readonly document: DocumentNode;
  /** SHA-256 of its text, in hexadecimal. */
  readonly hash: string;
  readonly plans: Map<string | undefined, QueryPlan>;
  readonly weights: Map<string | undefined, PlanWeight>;
}

/** Enough for every stored operation; the least recently used gives way. */
const MOST_DOCUMENTS = 2_000;
/** Clients choose how long their documents are: what is kept of them is bounded too. */
const MOST_CHARACTERS = 8 * 1024 * 1024;

type GenerationOptions = Pick<HubOptions, "limits" | "isProduction" | "metrics">;

/** What belongs to one supergraph; a request stays with the one it was checked against. */
export class Generation {
  readonly schema: GraphQLSchema;
  readonly engine: Executor;
  /** Tells what a plan would need. */
  readonly explainPlan: ReturnType<typeof createPlanExplainer>;
  readonly #planner: Planner;
  readonly #planned: Schema;
  readonly #weighing: Parameters<typeof weighPlan>[2];
  readonly #options: GenerationOptions;
  readonly #known = new LRUCache<string, KnownDocument>({
    max: MOST_DOCUMENTS,
    maxSize: MOST_CHARACTERS,
    sizeCalculation: (_, query) => query.length,
  });

  constructor(
    gateway: ApolloGateway,
    loaded: { readonly apiSchema: GraphQLSchema; readonly coreSupergraphSdl: string },
    options: GenerationOptions,
  ) {
    const supergraph = parse(loaded.coreSupergraphSdl, { noLocation: true });
    const supergraphSchema = buildASTSchema(supergraph, { assumeValid: true, assumeValidSDL: true });
    const protectedOnes = protectedSources(supergraph);
    this.schema = loaded.apiSchema;
    this.#weighing = { schema: supergraphSchema, isProtected: (source) => protectedOnes.has(source) };
    this.explainPlan = createPlanExplainer(supergraph, supergraphSchema, loaded.apiSchema);
    this.engine = createExecutor({ supergraphSchema, apiSchema: loaded.apiSchema });
    // Private, but the only place where the planner's own form of the schema is to be had; the version is pinned.
    this.#planned = (gateway as unknown as { apiSchema: Schema }).apiSchema;
    this.#planner = gateway.__testing().queryPlanner!;
    this.#options = options;
  }

  /** The document of a text, read and checked once while it is remembered; else why it may not be run. */
  read(query: string): KnownDocument | Exclude<ReadDocument, { document: unknown }> {
    const known = this.#known.get(query);
    if (known) return known;
    const read = during("document", () => readDocument(query, { schema: this.schema, ...this.#options }));
    if ("problems" in read) return read;
    const made = { document: read.document, hash: hashText(query), plans: new Map(), weights: new Map() };
    this.#known.set(query, made);
    return made;
  }

  planOf({ document, plans }: KnownDocument, operationName: string | undefined): QueryPlan {
    const known = plans.get(operationName);
    if (known) return known;
    const plan = during("plan", () => this.#plan(document, operationName));
    plans.set(operationName, plan);
    return plan;
  }

  #plan(document: DocumentNode, operationName: string | undefined): QueryPlan {
    const options = operationName === undefined ? {} : { operationName };
    const operation = operationFromDocument(this.#planned, this.engine.documentToPlan(document), options);
    return this.#planner.buildQueryPlan(operation) as QueryPlan;
  }

  /** What running an operation takes; like its plan, worked out once. */
  weightOf(known: KnownDocument, operationName: string | undefined): PlanWeight {
    const { document, weights } = known;
    const remembered = weights.get(operationName);
    this.#options.metrics?.planUsed(remembered !== undefined);
    if (remembered) return remembered;
    const weight = weighPlan(this.planOf(known, operationName), findOperation(document, operationName), this.#weighing);
    weights.set(operationName, weight);
    return weight;
  }
}
