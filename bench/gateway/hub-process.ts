import { Applications } from "../../gateway/applications.ts";
import { hashText } from "../../gateway/hash-text.ts";
import { startGateway } from "../../gateway/start-gateway.ts";
import { createLogger } from "../../kit/logger.ts";
import { loadSigningKey } from "../../kit/signing-key.ts";
import { PLENTY, plentifulBudgets } from "../plenty.ts";
import { sourceNames } from "./federation.ts";
import { AUDIENCE } from "./identity.ts";
import { MOST_TEXTS, operationNames, textsOf } from "./operations.ts";
import { readArguments } from "./process-arguments.ts";

/**
 * The hub's own door as it is started in production, with everything that protects: tokens verified against the
 * issuer's keys, operations that are registered, limits and cost of each, the registry asked who it is and what is left
 * of the budgets at every request, hops signed for each source and body, breakers, lines, deadlines and caps of answers,
 * errors in the words of the contract. Deadlines, budgets and the cost of one operation are bounded far away, so that nothing is refused here; no source of
 * this benchmark holds anything under a consent rule.
 */
const texts = new Map(
  operationNames.flatMap((name) => textsOf(name, MOST_TEXTS).map((text) => [hashText(text), text] as const)),
);
const others = { isFreeForm: false, operations: new Set(texts.keys()), budgets: plentifulBudgets };
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
  applications: new Applications({ texts, rules: new Map(), others }),
  limits: { sourceTimeoutMs: 20_000, operationTimeoutMs: 20_000, registryTimeoutMs: 20_000, cost: PLENTY },
});
process.stdout.write(`${gateway.url}/graphql\n`);

/** The supergraph tells each URL as the argument of `@join__graph`. */
function sourceUrl(name: string): string {
  const [, url] = new RegExp(`@join__graph\\(name: "${name}", url: "([^"]+)"`).exec(supergraph) ?? [];
  return url!;
}
