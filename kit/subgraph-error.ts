import { GraphQLError } from "graphql";

/** Codes a subgraph may put on a lost field; the gateway passes on no other. */
export type SubgraphErrorCode =
  | "UNAUTHENTICATED"
  | "FORBIDDEN"
  | "BAD_USER_INPUT"
  | "NOT_FOUND"
  | "CONSENT_REQUIRED"
  | "CONSENT_UNVERIFIABLE"
  | "CONFLICT_VERSION"
  | "IDEMPOTENCY_MISMATCH"
  | "OUTCOME_UNKNOWN"
  | "OVERLOADED"
  | "SOURCE_UNAVAILABLE";

const messages: Record<SubgraphErrorCode, string> = {
  UNAUTHENTICATED: "Sign in to ask this.",
  FORBIDDEN: "Your role does not allow this.",
  BAD_USER_INPUT: "The input is not valid.",
  NOT_FOUND: "Nothing was found here for you.",
  CONSENT_REQUIRED: "This needs a consent that is not in force for you.",
  CONSENT_UNVERIFIABLE: "Consent cannot be verified right now, so nothing is shown.",
  CONFLICT_VERSION: "The record was changed meanwhile; read it again.",
  IDEMPOTENCY_MISMATCH: "This idempotency key was already used for another request; take a new key.",
  OUTCOME_UNKNOWN: "The connection was lost while the change was being made.",
  OVERLOADED: "Too much is being asked at once; try again shortly.",
  SOURCE_UNAVAILABLE: "The source cannot answer right now.",
};

/** An error a client may see: a stable code and a fixed text, or one that names no value. */
export function subgraphError(code: SubgraphErrorCode, message: string = messages[code]): GraphQLError {
  return new GraphQLError(message, { extensions: { code } });
}
