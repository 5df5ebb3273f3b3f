import type { ApolloServerPlugin } from "@apollo/server";
import type { RequestContext, SubgraphParts } from "./subgraph.ts";

/**
 * Last acts before an answer leaves a subgraph: it is held back for as long as the subgraph wants, and told in
 * `extensions.grounds`, for the gateway alone, what its permits rest on.
 */
export function tellGrounds(beforeAnswer: SubgraphParts["beforeAnswer"]): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      async willSendResponse({ operation, contextValue, response: { body } }) {
        if (operation) await beforeAnswer?.(operation);
        const { grounds } = contextValue.enforcement;
        if (body.kind !== "single" || grounds.length === 0) return;
        body.singleResult.extensions = { ...body.singleResult.extensions, grounds };
      },
    }),
  };
}
