import "../../kit/no-telemetry.ts";
import { ApolloGateway, RemoteGraphQLDataSource } from "@apollo/gateway";
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import { readArguments } from "./process-arguments.ts";

/** Apollo's gateway in Apollo's server, as their documentation sets them up, passing the client's token on. */
interface Context {
  readonly authorization: string | undefined;
}

class PassingSource extends RemoteGraphQLDataSource<Context> {
  override willSendRequest({
    request,
    context,
  }: Parameters<NonNullable<RemoteGraphQLDataSource<Context>["willSendRequest"]>>[0]) {
    if (context.authorization) request.http?.headers.set("authorization", context.authorization);
  }
}

const { supergraph } = await readArguments();
const gateway = new ApolloGateway({ supergraphSdl: supergraph, buildService: ({ url }) => new PassingSource({ url }) });
const server = new ApolloServer<Context>({ gateway, introspection: false });
const { url } = await startStandaloneServer(server, {
  listen: { host: "127.0.0.1", port: 0 },
  context: async ({ req }) => ({ authorization: req.headers.authorization }),
});
process.stdout.write(`${url}\n`);
