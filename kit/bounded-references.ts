import type { ApolloServerPlugin, BaseContext } from "@apollo/server";
import { GraphQLError, Kind, type OperationDefinitionNode, valueFromASTUntyped } from "graphql";

/** Ten references for every row of the largest page: no gateway ever needs more in one call. */
export const MOST_REFERENCES = 1_000;

/** Refuses a call for more entities than any gateway needs, before the first of them is read. */
export const boundedReferences: ApolloServerPlugin<BaseContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ operation, request }) {
        if (!operation || countReferences(operation, request.variables ?? {}) <= MOST_REFERENCES) return;
        const message = `A call asks for at most ${MOST_REFERENCES} references.`;
        throw new GraphQLError(message, { extensions: { code: "BAD_USER_INPUT", http: { status: 400 } } });
      },
    };
  },
};

function countReferences(
  { selectionSet }: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): number {
  let count = 0;
  for (const field of selectionSet.selections) {
    if (field.kind !== Kind.FIELD || field.name.value !== "_entities") continue;
    const [argument] = field.arguments ?? [];
    const references = argument && valueFromASTUntyped(argument.value, variables);
    if (Array.isArray(references)) count += references.length;
  }
  return count;
}
