import { GraphQLError, isValueNode, Kind } from "graphql";
import { type Problem, RequestRefused } from "./errors.ts";
import type { Limits } from "./limits.ts";
import { OperationTooComplex, tooComplex } from "./operation-limits.ts";

const REFUSED_OPERATIONS = new Set([
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "BAD_USER_INPUT",
  "BAD_REQUEST",
  "OPERATION_RESOLUTION_FAILURE",
  "PERSISTED_QUERY_NOT_SUPPORTED",
]);

/**
 * What was wrong with a request that was not executed. GraphQL's own sentence is kept where it speaks about the
 * document; where it would repeat a value that was sent, only the place is named.
 */
export function requestProblem(error: unknown, limits: Limits): Problem {
  const original = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  if (original instanceof RequestRefused || original instanceof OperationTooComplex) return original.problem;
  if (!(error instanceof GraphQLError)) return hubFailed;
  const isAboutRequest = REFUSED_OPERATIONS.has(String(error.extensions.code)) || isAboutVariables(error);
  return isAboutRequest ? documentProblem(error, limits) : hubFailed;
}

/** What GraphQL found wrong with a document or with the values of its variables. */
export function documentProblem(error: GraphQLError, limits: Limits): Problem {
  if (error instanceof OperationTooComplex) return error.problem;
  if (/contains more \w+ \d+ tokens/.test(error.message)) return tooComplex("tokens", limits.tokens);
  return { code: "BAD_USER_INPUT", message: withoutValues(error), locations: error.locations };
}

export function unknownOperation(name: string | undefined): Problem {
  const message = name
    ? "The document holds no operation of the name given in operationName."
    : "The document holds several operations: give the name of one in operationName.";
  return { code: "BAD_USER_INPUT", message };
}

/** The hub's own failure: nothing was wrong with the request and nothing of the cause is told. */
export const hubFailed: Problem = {
  code: "SOURCE_UNAVAILABLE",
  message: "The hub cannot answer this right now; try again shortly.",
  retryAfterMs: 2_000,
};

const isAboutVariables = ({ nodes }: GraphQLError): boolean => nodes?.[0]?.kind === Kind.VARIABLE_DEFINITION;

function withoutValues(error: GraphQLError): string {
  const [node] = error.nodes ?? [];
  if (node?.kind === Kind.VARIABLE_DEFINITION && /(got|has) invalid value/.test(error.message))
    return `Variable "$${node.variable.name.value}" does not fit its type.`;
  if (node && isValueNode(node) && node.kind !== Kind.VARIABLE) {
    const [place] = error.locations ?? [];
    return `The value at line ${place?.line}, column ${place?.column} does not fit its type.`;
  }
  // A syntax error shows the token it met, which may be a text with somebody's name.
  return error.message.replace(/ "(?:[^"\\]|\\.)*"\.?$/s, (quoted) =>
    /^Syntax Error/.test(error.message) ? "." : quoted,
  );
}
