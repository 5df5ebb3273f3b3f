import {
  asBoolean,
  asLogLevel,
  asNamedUrls,
  asPort,
  asPositiveInteger,
  asText,
  asUrl,
  readEnvironment,
} from "../kit/environment.ts";
import type { Engine } from "./hub.ts";
import { defaultLimits } from "./limits.ts";

/** Everything an operator can set, and why. */
export const gatewayVariables = {
  PORT: { description: "the port clients reach the hub on.", default: 4000, read: asPort },
  HOST: {
    description: "the address to listen on; 0.0.0.0 to be reached from other machines.",
    default: "127.0.0.1",
    read: asText,
  },
  NODE_ENV: {
    description: "production closes introspection, the development page and hints about the schema.",
    default: "production",
    read: asText,
  },
  LOG_LEVEL: {
    description: "the least level of the lines logged: error, warn, info or debug.",
    default: "info",
    read: asLogLevel,
  },
  SUPERGRAPH_FILE: {
    description: "the composed schema to serve; the file is followed and taken over when it changes.",
    default: "schema/supergraph.graphql",
    read: asText,
  },
  PEERS: { description: "where each source answers, as name=http://…;name=http://….", read: asNamedUrls },
  OIDC_ISSUERS: {
    description:
      "who may vouch for people, as alias=https://…;alias=https://…; each URL is the exact iss of its tokens.",
    read: asNamedIssuers,
  },
  OIDC_AUDIENCE: { description: "the aud an access token must carry to be meant for this hub.", read: asText },
  SIGNING_KEY: {
    description:
      "an Ed25519 private key (PKCS#8 PEM) shared by all copies of the gateway; without it each start makes its own.",
    default: undefined as string | undefined,
    read: asText,
  },
  WITHDRAWALS_FOLDER: {
    description:
      "a folder that outlives the process, shared by all copies of the gateway: withdrawals are written down there, for a registry that is away or restored.",
    read: asText,
  },
  DRAIN_MS: {
    description:
      "how long a gateway told to stop still takes requests while /ready says no, in milliseconds; longer than the pause between two looks of what spreads the load.",
    default: 1_000,
    read: asPositiveInteger,
  },
  CORS_ORIGINS: {
    description: "origins whose pages may call the hub, separated by commas; none by default.",
    default: [] as readonly string[],
    read: asOrigins,
  },
  APPLICATIONS_FILE: {
    description:
      "which application may send which operations, and how much; followed like the schema. In production one not in it may send none.",
    default: "clients/applications.json",
    read: asText,
  },
  ENGINE: {
    description: "what runs the plans of operations: passerelle, the hub's own engine, or stock, the planner's.",
    default: "passerelle" as Engine,
    read: asEngine,
  },
  SOURCE_TIMEOUT_MS: {
    description: "how long a source may take to answer, in milliseconds.",
    default: defaultLimits.sourceTimeoutMs,
    read: asPositiveInteger,
  },
  OPERATION_TIMEOUT_MS: {
    description: "how long a whole operation may take, in milliseconds.",
    default: defaultLimits.operationTimeoutMs,
    read: asPositiveInteger,
  },
  MAX_BODY_BYTES: {
    description: "the largest request body accepted, in bytes.",
    default: defaultLimits.bodyBytes,
    read: asPositiveInteger,
  },
  METRICS_PORT: {
    description: "the port Prometheus reads /metrics on, apart from the clients'; nothing is counted without it.",
    default: undefined as number | undefined,
    read: asPort as (text: string) => number | undefined,
  },
  METRICS_HOST: {
    description: "the address /metrics is shown on; one that only the operator's network reaches.",
    default: "127.0.0.1",
    read: asText,
  },
  RELEASE: {
    description: "names what was built, for example a commit; shown in the metrics.",
    default: "unknown",
    read: asText,
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    description:
      "the base URL of an OpenTelemetry collector that traces are sent to over HTTP; without it none are made.",
    default: undefined as string | undefined,
    read: asUrl as (text: string) => string | undefined,
  },
  TRACEPARENT_ACCEPTED: {
    description:
      "true where only the operator's own programs call: their traceparent header then continues their trace.",
    default: false,
    read: asBoolean,
  },
  MAX_SOURCE_ANSWER_BYTES: {
    description: "the largest answer of a source that is read, in bytes; a larger one is dropped.",
    default: defaultLimits.sourceAnswerBytes,
    read: asPositiveInteger,
  },
} as const;

/** Reads the gateway's variables; throws `EnvironmentError` with what to do about the first that is wrong. */
export function readGatewayConfiguration(environment?: Readonly<Record<string, string | undefined>>) {
  return readEnvironment(gatewayVariables, environment);
}

function asEngine(text: string): Engine {
  if (text !== "passerelle" && text !== "stock") throw new Error("must be passerelle or stock");
  return text;
}

/** An issuer is compared character for character, so it is kept as written. */
function asNamedIssuers(text: string): { alias: string; url: string }[] {
  return Object.entries(asNamedUrls(text)).map(([alias, url]) => ({ alias, url }));
}

function asOrigins(text: string): string[] {
  return text
    .split(",")
    .map((origin) => origin.trim())
    .filter((origin) => origin !== "")
    .map((origin) => {
      if (new URL(asUrl(origin)).origin !== origin) throw new Error("must hold origins such as https://app.example.fr");
      return origin;
    });
}
