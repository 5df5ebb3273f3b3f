import { EnvironmentError, readEnvironment } from "../kit/environment.ts";
import { createLogger } from "../kit/logger.ts";
import { loadSigningKey } from "../kit/signing-key.ts";
import { startSubgraph } from "../kit/start-subgraph.ts";
import type { SubgraphParts } from "../kit/subgraph.ts";
import { tracerTo } from "../kit/tracer-to.ts";
import { registrySettings, subgraphVariables } from "./configuration.ts";
import { consent, createConsent } from "./consent/subgraph.ts";
import { employmentContracts } from "./employment-contracts/subgraph.ts";
import { healthAccess } from "./health-access/subgraph.ts";
import { resourceDirectory } from "./resource-directory/subgraph.ts";
import { socialServices } from "./social-services/subgraph.ts";

/** The subgraphs of the hub; the only place that knows them all. */
export const subgraphs: readonly SubgraphParts[] = [
  consent,
  socialServices,
  healthAccess,
  employmentContracts,
  resourceDirectory,
];

/** Starts the one named on the command line from its environment, until told to stop. */
async function main(name: string | undefined): Promise<void> {
  const listed = subgraphs.find((subgraph) => subgraph.name === name);
  if (!listed)
    throw new EnvironmentError(`Name the subgraph to start, one of: ${subgraphs.map((one) => one.name).join(", ")}.`);
  const settings = readEnvironment(subgraphVariables);
  const { DATABASE_URL, HOST, PORT, PEERS, SIGNING_KEY, DRAIN_MS, IDEMPOTENCY_HOURS, LOG_LEVEL } = settings;
  const { CONNECTION_WAIT_MS } = settings;
  const { METRICS_HOST, METRICS_PORT } = settings;
  const parts: SubgraphParts = listed === consent ? createConsent(registrySettings(settings)) : listed;
  const running = await startSubgraph(parts, {
    databaseUrl: DATABASE_URL,
    host: HOST,
    port: PORT,
    peers: PEERS,
    signingKey: await loadSigningKey(SIGNING_KEY),
    drainMs: DRAIN_MS,
    logger: createLogger(parts.name, LOG_LEVEL),
    ...(METRICS_PORT === undefined ? {} : { metrics: { host: METRICS_HOST, port: METRICS_PORT } }),
    tracer: await tracerTo(settings.OTEL_EXPORTER_OTLP_ENDPOINT, parts.name),
    idempotencyHours: IDEMPOTENCY_HOURS,
    connectionWaitMs: CONNECTION_WAIT_MS,
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void running.close().then(() => process.exit(0)));
}

if (import.meta.main) {
  main(process.argv[2]).catch((error: Error) => {
    const isOurs = error instanceof EnvironmentError;
    process.stderr.write(
      `${isOurs ? error.message : `The subgraph cannot start (${(error as { code?: string }).code ?? error.name}).`}\n`,
    );
    process.exit(1);
  });
}
