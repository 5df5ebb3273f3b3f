import type { ApolloGateway } from "@apollo/gateway";
import type { OperationDefinitionNode } from "graphql";
import { RequestRefused } from "./errors.ts";
import type { Generation, KnownDocument } from "./generation.ts";
import { incompletePlaces, lostFields } from "./lost-fields.ts";
import type { HubContext, Loss, RequestRecord } from "./request-record.ts";

/** One operation that was admitted, and what it is run over. */
export interface Run {
  readonly generation: Generation;
  readonly known: KnownDocument;
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | undefined;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly record: RequestRecord;
}

/** What a run found, and one entry for each place of it that was lost. */
export interface Ran {
  readonly data: Record<string, unknown> | null;
  readonly losses: readonly Loss[];
}

type Stock = ApolloGateway["executor"];

/**
 * Runs an operation as the planner's own library does, for what the engine was not made for. That plans under the
 * client's own keys: it is taken where ours are the same, or where no source is asked. Throws {@link RequestRefused}.
 */
export async function runWithStock(run: Run, stock: Stock): Promise<Ran> {
  const { generation, known, operation, operationName = "", query, variables, record } = run;
  const asksSource = generation.planOf(known, run.operationName).node !== undefined;
  if (asksSource && generation.engine.documentToPlan(known.document) !== known.document) throw apart();
  const context: HubContext = { record };
  const request = { query, variables, operationName };
  const asked = { request, operationName, operation, source: query, context, schema: generation.schema, metrics: {} };
  const whole = { ...asked, document: known.document, queryHash: known.hash, logger: silent };
  const { data, extensions } = await stock(whole as unknown as Parameters<Stock>[0]);
  if (data === undefined) throw new Error("The library did not run the operation.");
  return { data, losses: lostFields(record.losses, incompletePlaces(extensions), data, record.fetches) };
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };

function apart(): RequestRefused {
  const message = "Ask about the schema in an operation of its own, without fields of the sources.";
  return new RequestRefused(400, { code: "BAD_USER_INPUT", message });
}
