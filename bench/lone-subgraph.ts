import { createHttpService } from "../kit/http-service.ts";
import { createLogger } from "../kit/logger.ts";
import { signHop } from "../kit/sign-hop.ts";
import { loadSigningKey } from "../kit/signing-key.ts";
import { type RunningSubgraph, startSubgraph } from "../kit/start-subgraph.ts";
import type { RequestContext, SubgraphParts } from "../kit/subgraph.ts";
import type { Viewer } from "../kit/viewer.ts";

/** A subgraph behind its real door, asked over HTTP with signed hops, as the gateway asks it. */
export interface LoneSubgraph {
  readonly running: RunningSubgraph;
  /** Runs an operation; throws when it has errors. */
  ask(query: string, variables: Record<string, unknown>): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

const viewer: Viewer = {
  subject: "bench|1",
  organization: null,
  roles: [],
  dataSubject: null,
  application: "bench",
};

export async function startLoneSubgraph<Context extends RequestContext>(
  parts: SubgraphParts<Context>,
  databaseUrl: string,
): Promise<LoneSubgraph> {
  const logger = createLogger("bench", "silent");
  const gatewayKey = await loadSigningKey();
  const gateway = createHttpService({ logger, signingKey: gatewayKey, bodyLimit: 1_024, readiness: {} });
  const peers = { gateway: await gateway.listen({ host: "127.0.0.1", port: 0 }) };
  const running = await startSubgraph(parts, {
    databaseUrl,
    host: "127.0.0.1",
    port: 0,
    peers,
    signingKey: await loadSigningKey(),
    logger,
    // Without a listener the ORM tells its migrations on standard output.
    onStatement: () => undefined,
  });
  return {
    running,
    async ask(query, variables) {
      const body = JSON.stringify({ query, variables });
      const hop = { issuer: "gateway", audience: parts.name, viewer, requestId: "bench", body };
      const response = await fetch(`${running.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Hub ${await signHop(gatewayKey, hop)}` },
        body,
      });
      const { data, errors } = (await response.json()) as { data: Record<string, unknown>; errors?: object[] };
      if (errors) throw new Error(`The operation failed: ${JSON.stringify(errors)}`);
      return data;
    },
    async close() {
      await running.close();
      await gateway.close();
    },
  };
}
