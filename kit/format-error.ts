import { unwrapResolverError } from "@apollo/server/errors";
import { GraphQLError, type GraphQLFormattedError, isValueNode } from "graphql";
import type { Logger } from "pino";
import { ArgumentValidationError } from "type-graphql";
import { CANCELLED } from "./database-client.ts";
import { isPoolExhausted } from "./database-errors.ts";
import { subgraphError } from "./subgraph-error.ts";

const PASSED_ON = new Set([
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "BAD_USER_INPUT",
  "NOT_FOUND",
  "CONSENT_REQUIRED",
  "CONSENT_UNVERIFIABLE",
  "CONFLICT_VERSION",
  "IDEMPOTENCY_MISMATCH",
  "OUTCOME_UNKNOWN",
  "OVERLOADED",
]);
const NOT_UNDERSTOOD = "GRAPHQL_VALIDATION_FAILED";
const BAD_REQUESTS = new Set([NOT_UNDERSTOOD, "GRAPHQL_PARSE_FAILED", "BAD_REQUEST", "OPERATION_RESOLUTION_FAILURE"]);

/** PostgreSQL's codes (class 22) for a value that is outside what its type can hold, which only an input can be. */
const IMPOSSIBLE_VALUES = new Set(["22003", "22007", "22008", "22021", "22P02", "22P05"]);

/** Statements that hold a connection end within seconds; asking sooner would only lengthen the line. */
const RETRY_AFTER_MS = 1_000;

/** Rebuilds every error of a subgraph from its closed codes: foreign messages, inputs and stacks stay inside. */
export function createErrorFormatter(logger: Logger) {
  return (formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError => {
    const { path, locations } = formatted;
    const original = unwrapResolverError(thrown);
    const { message, extensions } = describe(formatted, original, logger);
    return {
      message,
      ...(path ? { path } : {}),
      ...(locations ? { locations } : {}),
      extensions:
        extensions.code === "OVERLOADED"
          ? { code: extensions.code, retryAfterMs: RETRY_AFTER_MS }
          : { code: extensions.code },
    };
  };
}

function describe(formatted: GraphQLFormattedError, original: unknown, logger: Logger): GraphQLError {
  if (original instanceof ArgumentValidationError) return subgraphError("BAD_USER_INPUT", nameConstraints(original));
  const code = String(formatted.extensions?.code);
  if (code === NOT_UNDERSTOOD && !isAboutValue(original)) {
    logger.warn("a call names what this version does not know");
    const message = "The operation was made for another version of this source.";
    return new GraphQLError(message, { extensions: { code: NOT_UNDERSTOOD } });
  }
  if (BAD_REQUESTS.has(code))
    return subgraphError("BAD_USER_INPUT", "The operation does not fit the schema of this source.");
  const isOurs = original instanceof GraphQLError && PASSED_ON.has(code);
  if (isOurs && original.originalError === undefined) return original;
  if (code === "BAD_USER_INPUT") return subgraphError("BAD_USER_INPUT");
  if (IMPOSSIBLE_VALUES.has((original as { code?: string } | null)?.code ?? "")) {
    logger.warn({ err: original }, "an input holds an impossible value");
    return subgraphError("BAD_USER_INPUT", "A day, a number or a text of the input is none that can be kept.");
  }
  if (isPoolExhausted(original)) {
    logger.warn("every connection to the database is taken");
    return subgraphError("OVERLOADED");
  }
  if ((original as { code?: string } | null)?.code === CANCELLED)
    logger.warn({ err: original }, "a statement was given up: its time was over, or nobody waited for it");
  else logger.error({ err: original }, "a resolver failed");
  return subgraphError("SOURCE_UNAVAILABLE");
}

/** Values may be the client's own; every name in a call is the gateway's. What a scalar says of a value has no place. */
const isAboutValue = (error: unknown): boolean => {
  const [node] = (error as GraphQLError).nodes ?? [];
  return node === undefined || isValueNode(node);
};

/** Which fields broke which rules, without the values that did. */
function nameConstraints(error: ArgumentValidationError): string {
  const problems = error.extensions.validationErrors.map(
    ({ property, constraints }) => `${property}: ${Object.keys(constraints ?? { nested: "" }).join(", ")}`,
  );
  return `The input is not valid (${problems.join("; ")}).`;
}
