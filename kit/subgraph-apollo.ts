import { ApolloServer } from "@apollo/server";
import type { Logger } from "pino";
import { boundedReferences } from "./bounded-references.ts";
import { errorsInOrder } from "./errors-in-order.ts";
import { createErrorFormatter } from "./format-error.ts";
import { hiddenService } from "./hidden-service.ts";
import { changeInOneTransaction, type Transactions } from "./one-transaction.ts";
import { protectSchema } from "./protect-schema.ts";
import { silentPlugins } from "./silent-plugins.ts";
import type { RequestContext, SubgraphParts } from "./subgraph.ts";
import { tellGrounds } from "./told-grounds.ts";

/** The GraphQL server of a subgraph, over its protected schema; it reports to nobody and shows nothing of its inside. */
export async function startApollo<Context extends RequestContext>(
  parts: SubgraphParts<Context>,
  transactions: Transactions,
  logger: Logger,
) {
  const apollo = new ApolloServer<Context>({
    schema: protectSchema(changeInOneTransaction(parts.schema, transactions), parts.protection),
    introspection: false,
    validationRules: [hiddenService],
    csrfPrevention: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    stopOnTerminationSignals: false,
    formatError: createErrorFormatter(logger),
    plugins: [boundedReferences, errorsInOrder, tellGrounds(parts.beforeAnswer), ...silentPlugins()],
  });
  await apollo.start();
  return apollo;
}
