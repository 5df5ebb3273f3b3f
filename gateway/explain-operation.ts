import { getVariableValues } from "graphql";
import { admit } from "./admission.ts";
import { refusalOf } from "./answer-contract.ts";
import type { Generation } from "./generation.ts";
import type { AskedText, ExplanationAnswer, HubAnswer, HubOptions } from "./hub.ts";
import { measureOperation } from "./operation-size.ts";
import { findOperation } from "./read-document.ts";
import { requestProblem } from "./request-problems.ts";
import type { RequestRecord } from "./request-record.ts";

/**
 * Tells what an operation would need: read, checked and admitted like one to run, and planned, but no source is asked. What
 * may not be run is refused in the same words. Throws `RequestRefused`.
 */
export async function explainOperation(
  generation: Generation,
  { query, variables, operationName }: AskedText,
  record: RequestRecord,
  options: HubOptions,
): Promise<ExplanationAnswer | HubAnswer> {
  const { limits } = options;
  const known = generation.read(query);
  if ("problems" in known) return refusalOf(known.problems, record, limits);
  const { document, hash } = known;
  const operation = findOperation(document, operationName);
  record.operationHash = hash.slice(0, 16);
  const { errors } = getVariableValues(generation.schema, operation.variableDefinitions ?? [], variables);
  if (errors) {
    const problems = errors.map((error) => requestProblem(error, limits));
    return refusalOf(problems, record, limits);
  }
  const weight = generation.weightOf(known, operationName);
  await admit({ document, variables, weigh: () => weight, isExplained: true }, record, options);
  const plan = generation.explainPlan(generation.planOf(known, operationName), document, operation, variables);
  const { depth, fields, aliases, rootFields, directives } = measureOperation(document);
  const used = { tokens: document.tokenCount ?? 0, depth, fields, aliases, rootFields, directives };
  const entries = Object.entries(used).map(([name, size]) => [
    name,
    { used: size, limit: limits[name as keyof typeof used] },
  ]);
  const cost = { used: record.cost!.requested, limit: record.cost!.limit };
  const lookups = { used: weight.lookups(variables).length, limit: limits.lookups };
  const explanation = { ...plan, limits: { ...Object.fromEntries(entries), lookups, cost } };
  return { status: 200, headers: {}, result: { explanation, extensions: { requestId: record.requestId } } };
}
