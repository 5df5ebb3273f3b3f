import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  NoSchemaIntrospectionCustomRule,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
} from "graphql";
import { type Problem, RequestRefused } from "./errors.ts";
import type { Limits } from "./limits.ts";
import { operationLimits } from "./operation-limits.ts";
import { documentProblem, unknownOperation } from "./request-problems.ts";

/** A document that may be planned, or every reason why it may not. */
export type ReadDocument = { readonly document: DocumentNode } | { readonly problems: readonly Problem[] };

interface Reading {
  readonly schema: GraphQLSchema;
  readonly limits: Limits;
  readonly isProduction: boolean;
}

/** Parses and validates a client's document. Its size is measured first: validation takes longer than it grows. */
export function readDocument(query: string, { schema, limits, isProduction }: Reading): ReadDocument {
  let document: DocumentNode;
  try {
    document = parse(query, { maxTokens: limits.tokens });
  } catch (error) {
    return { problems: [documentProblem(asGraphqlError(error), limits)] };
  }
  const tooLarge = validate(schema, document, [operationLimits(limits)]);
  const rules = isProduction ? [...specifiedRules, NoSchemaIntrospectionCustomRule] : specifiedRules;
  const errors = tooLarge.length > 0 ? tooLarge : validate(schema, document, rules);
  if (errors.length === 0) return { document };
  return { problems: errors.map((error) => documentProblem(isProduction ? withoutHint(error) : error, limits)) };
}

/** The operation of a document a client asks for. Throws {@link RequestRefused} when there is not exactly one. */
export function findOperation(document: DocumentNode, name: string | undefined): OperationDefinitionNode {
  const operations = document.definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  const [operation, ...others] = name === undefined ? operations : operations.filter((one) => one.name?.value === name);
  if (!operation || others.length > 0) throw new RequestRefused(400, unknownOperation(name));
  return operation;
}

function asGraphqlError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  throw error;
}

/** graphql-js proposes names of the schema, which strangers shall not be told. */
function withoutHint(error: GraphQLError): GraphQLError {
  const message = error.message.replace(/ ?Did you mean .+?\?$/, "");
  return message === error.message ? error : new GraphQLError(message, { nodes: error.nodes ?? null });
}
