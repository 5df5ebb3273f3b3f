import type { MikroORM } from "@mikro-orm/postgresql";
import type { Logger } from "pino";
import { HOP_SCHEME, HopRefused, verifyHop } from "./hop-token.ts";
import { GATEWAY, type Peers, peerKeysAt } from "./peer-keys.ts";
import { currentRequest } from "./request-scope.ts";
import { SeenTokens } from "./seen-tokens.ts";
import type { SubgraphRuntime } from "./subgraph.ts";

/** What verifies who speaks to a subgraph; it remembers the tokens it has seen, so there is one for each running subgraph. */
export function createRuntime(name: string, orm: MikroORM, peers: Peers, logger: Logger): SubgraphRuntime {
  const keys = peerKeysAt(peers);
  const seen = new SeenTokens();
  return {
    orm,
    logger,
    receiveHop: async (request, issuers) => {
      const body = (request.body as Uint8Array | undefined) ?? Buffer.alloc(0);
      const claims = await verifyHop(
        tokenOf(request.headers.authorization),
        keys,
        { audience: name, issuers, body },
        seen,
      );
      const scope = currentRequest();
      if (scope) scope.requestId = claims.requestId;
      return claims;
    },
    readForwardedViewer: (token, peer) => verifyHop(token, keys, { audience: peer, issuers: [GATEWAY] }),
  };
}

/** The hop token of an Authorization header. Throws {@link HopRefused} when there is not exactly one. */
export function tokenOf(authorization = ""): string {
  const [scheme, token, ...rest] = authorization.split(" ");
  if (scheme !== HOP_SCHEME || !token || rest.length > 0) throw new HopRefused("A hop token is required.");
  return token;
}
