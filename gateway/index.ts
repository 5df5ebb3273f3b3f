import { EnvironmentError } from "../kit/environment.ts";
import { createLogger } from "../kit/logger.ts";
import { loadSigningKey } from "../kit/signing-key.ts";
import { tracerTo } from "../kit/tracer-to.ts";
import { readApplications } from "./applications-file.ts";
import { readGatewayConfiguration } from "./configuration.ts";
import { FollowedFile } from "./followed-file.ts";
import { startGateway } from "./start-gateway.ts";

/** Starts the gateway alone from its environment. */
async function main(): Promise<void> {
  const settings = readGatewayConfiguration();
  const isProduction = settings.NODE_ENV === "production";
  const logger = createLogger("gateway", settings.LOG_LEVEL);
  const readRules = () => readApplications(settings.APPLICATIONS_FILE, { isProduction });
  const applications = readRules();
  const gateway = await startGateway({
    host: settings.HOST,
    port: settings.PORT,
    peers: settings.PEERS,
    supergraphFile: settings.SUPERGRAPH_FILE,
    issuers: settings.OIDC_ISSUERS,
    audience: settings.OIDC_AUDIENCE,
    signingKey: await loadSigningKey(settings.SIGNING_KEY),
    logger,
    isProduction,
    allowedOrigins: settings.CORS_ORIGINS,
    applications,
    engine: settings.ENGINE,
    ...(settings.METRICS_PORT === undefined
      ? {}
      : { metrics: { host: settings.METRICS_HOST, port: settings.METRICS_PORT } }),
    release: settings.RELEASE,
    tracer: await tracerTo(settings.OTEL_EXPORTER_OTLP_ENDPOINT, "gateway"),
    isTraceAccepted: settings.TRACEPARENT_ACCEPTED,
    drainMs: settings.DRAIN_MS,
    withdrawalsFolder: settings.WITHDRAWALS_FOLDER,
    limits: {
      sourceTimeoutMs: settings.SOURCE_TIMEOUT_MS,
      operationTimeoutMs: settings.OPERATION_TIMEOUT_MS,
      bodyBytes: settings.MAX_BODY_BYTES,
      sourceAnswerBytes: settings.MAX_SOURCE_ANSWER_BYTES,
    },
  });
  const rules = new FollowedFile({
    path: settings.APPLICATIONS_FILE,
    what: "the list of applications",
    logger,
    apply: async () => applications.replaceWith(readRules()),
  });
  await rules.open();
  logger.info({ url: gateway.url }, "the hub is open");
  const close = () => Promise.all([rules.close(), gateway.close()]);
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void close());
}

main().catch((error: NodeJS.ErrnoException) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
});

function explain(error: NodeJS.ErrnoException): string {
  if (error instanceof EnvironmentError) return error.message;
  if (error.code === "EADDRINUSE") return "The port is in use: stop what listens there or set PORT to another.";
  if (error.code === "EACCES") return "The port may not be opened by this user: set PORT to one above 1023.";
  if (error.code === "ENOENT") return "The folder of SUPERGRAPH_FILE does not exist: run `npm run schema` or set it.";
  return `The gateway cannot start: ${error.message}`;
}
