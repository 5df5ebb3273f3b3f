import { createHttpService } from "../../kit/http-service.ts";
import { createLogger } from "../../kit/logger.ts";
import { signHop } from "../../kit/sign-hop.ts";
import { loadSigningKey } from "../../kit/signing-key.ts";
import type { Viewer } from "../../kit/viewer.ts";
import type { TestHub } from "./open-test-hub.ts";

/**
 * Asks subgraphs directly with hops the gateway signed, which is what an attacker inside the network would need. A key of the
 * test takes the gateway's place among the peers, so that the hub's own gateway is believed no more until `close`.
 */
export async function speakForTheGateway(hub: TestHub) {
  const key = await loadSigningKey();
  const service = createHttpService({
    logger: createLogger("test", "silent"),
    signingKey: key,
    bodyLimit: 1024,
    readiness: {},
  });
  const before = hub.peers.gateway!;
  hub.peers.gateway = await service.listen({ host: "127.0.0.1", port: 0 });
  return {
    async ask(subgraph: string, viewer: Viewer, query: string, variables: object) {
      const body = JSON.stringify({ query, variables });
      const token = await signHop(key, { issuer: "gateway", audience: subgraph, viewer, requestId: "test", body });
      const response = await fetch(`${hub.peers[subgraph]}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Hub ${token}` },
        body,
      });
      const text = await response.text();
      return { ...(JSON.parse(text) as { data?: unknown }), body: text };
    },
    async close() {
      hub.peers.gateway = before;
      await service.close();
    },
  };
}
