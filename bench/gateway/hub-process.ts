import { startGateway } from "../../gateway/start-gateway.ts";
import { createLogger } from "../../kit/logger.ts";
import { loadSigningKey } from "../../kit/signing-key.ts";
import { sourceNames } from "./federation.ts";
import { AUDIENCE } from "./identity.ts";
import { readArguments } from "./process-arguments.ts";

/**
 * The hub's own door as it is started in production, with everything that protects: tokens verified against the
 * issuer's keys, the registry asked at every request, the limits of an operation, hops signed for each source and body,
 * deadlines and caps of answers, errors in the words of the contract, a record of every request. The deadlines are armed
 * but long, so that a slow machine makes no refusals of them.
 */
const { file, supergraph, issuer, registry } = await readArguments();
const peers: Record<string, string> = { consent: registry! };
for (const name of sourceNames) peers[name] = new URL(sourceUrl(name)).origin;
const gateway = await startGateway({
  host: "127.0.0.1",
  port: 0,
  peers,
  supergraphFile: file,
  issuers: [{ alias: "bench", url: issuer! }],
  audience: AUDIENCE,
  signingKey: await loadSigningKey(),
  logger: createLogger("gateway", "error"),
  isProduction: true,
  engine: "passerelle",
  limits: { sourceTimeoutMs: 20_000, operationTimeoutMs: 20_000, registryTimeoutMs: 20_000 },
});
process.stdout.write(`${gateway.url}/graphql\n`);

/** The supergraph tells each URL as the argument of `@join__graph`. */
function sourceUrl(name: string): string {
  const [, url] = new RegExp(`@join__graph\\(name: "${name}", url: "([^"]+)"`).exec(supergraph) ?? [];
  return url!;
}
