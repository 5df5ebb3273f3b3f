import { createServer } from "node:http";
import { createGatewayRuntime } from "@graphql-hive/gateway-runtime";
import { unifiedGraphHandler } from "@graphql-hive/router-runtime";
import { listen } from "./listen.ts";
import { readArguments } from "./process-arguments.ts";

/**
 * Hive Gateway with its planner in JavaScript, or with `--planner rust` the one of their router, passing the client's
 * token on; what it offers besides answering operations is off.
 */
const { supergraph, planner } = await readArguments();
const gateway = createGatewayRuntime({
  supergraph,
  logging: false,
  landingPage: false,
  graphiql: false,
  requestId: false,
  propagateHeaders: {
    fromClientToSubgraphs: ({ request }) => ({ authorization: request.headers.get("authorization") }),
  },
  ...(planner === "rust" ? { unifiedGraphHandler } : {}),
});
process.stdout.write(`${await listen(createServer(gateway), 0)}/graphql\n`);
