import type { Applications } from "../../gateway/applications.ts";
import type { Limits } from "../../gateway/limits.ts";
import { startGateway } from "../../gateway/start-gateway.ts";
import { createLogger } from "../../kit/logger.ts";
import { loadSigningKey } from "../../kit/signing-key.ts";
import { type RunningSubgraph, startSubgraph } from "../../kit/start-subgraph.ts";
import { DEVELOPMENT_AUDIENCE } from "../../scripts/development/issuer-configuration.ts";
import { subgraphs } from "../../subgraphs/index.ts";

export interface UnenforcedHub {
  readonly url: string;
  /** SQL statements since the last clearing. */
  readonly statements: string[];
  close(): Promise<void>;
}

/**
 * The hub once more on the same databases, with everything but consent: no rule is put on any field, every question is
 * answered yes where it is asked, and an answer that rests on nobody's permission is not fenced. For measuring alone.
 */
export async function openUnenforcedHub(
  databaseUrls: Readonly<Record<string, string>>,
  issuerUrl: string,
  { applications, limits }: { applications: Applications; limits: Partial<Limits> },
): Promise<UnenforcedHub> {
  const logger = createLogger("bench", "silent");
  const peers: Record<string, string> = {};
  const running: RunningSubgraph[] = [];
  const statements: string[] = [];
  for (const parts of subgraphs) {
    const open = {
      ...parts,
      // A directive every schema knows and no field carries.
      protection: { ...parts.protection, ruleDirective: "skip" },
      createDecide: () => async (requests: readonly object[]) => ({ permitted: requests.map(() => true), grounds: [] }),
    };
    const service = await startSubgraph(open, {
      databaseUrl: databaseUrls[parts.name]!,
      host: "127.0.0.1",
      port: 0,
      peers,
      signingKey: await loadSigningKey(),
      logger,
      onStatement: (sql) => statements.push(sql),
    });
    running.push(service);
    peers[parts.name] = service.url;
  }
  const gateway = await startGateway({
    host: "127.0.0.1",
    port: 0,
    peers,
    supergraphFile: new URL("../../schema/supergraph.graphql", import.meta.url).pathname,
    issuers: [{ alias: "development", url: issuerUrl }],
    audience: DEVELOPMENT_AUDIENCE,
    signingKey: await loadSigningKey(),
    applications,
    limits,
    logger,
    isProduction: false,
  });
  peers.gateway = gateway.url;
  return {
    url: gateway.url,
    statements,
    async close() {
      await gateway.close();
      for (const service of running) await service.close();
    },
  };
}
