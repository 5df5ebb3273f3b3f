import {
  asLogLevel,
  asNamedUrls,
  asPort,
  asPositiveInteger,
  asText,
  asUrl,
  EnvironmentError,
  type Variable,
} from "../kit/environment.ts";
import type { RegistrySettings } from "./consent/context.ts";

/** What a subgraph started alone reads from its environment. */
export const subgraphVariables = {
  DATABASE_URL: { description: "the PostgreSQL URL of this subgraph's own database, with its own role.", read: asUrl },
  HOST: { description: "the address to listen on.", default: "127.0.0.1", read: asText },
  PORT: { description: "the port to listen on.", read: asPort },
  PEERS: {
    description: "where the gateway and the subgraphs answer, as gateway=http://…;consent=http://…;…",
    read: asNamedUrls,
  },
  SIGNING_KEY: {
    description:
      "an Ed25519 key in PKCS#8 PEM, shared by all copies of this subgraph; without it a fresh one is made at start.",
    default: undefined as string | undefined,
    read: asText as (text: string) => string | undefined,
  },
  LEDGER_KEY: {
    description:
      "of the consent registry alone: the Ed25519 key in PKCS#8 PEM with which it signs the heads of its ledger; without it the registry makes one and keeps it in its database, which is for development.",
    default: undefined as string | undefined,
    read: asText as (text: string) => string | undefined,
  },
  SMTP_URL: {
    description:
      "of the consent registry alone: the mail server that digests leave through, as smtp://user:password@host:587; without it no mail is sent and nobody can ask for any.",
    default: undefined as string | undefined,
    read: asUrl as (text: string) => string | undefined,
  },
  MAIL_FROM: {
    description: "of the consent registry alone: the address its mail is sent from; needed with SMTP_URL.",
    default: undefined as string | undefined,
    read: asText as (text: string) => string | undefined,
  },
  HUB_URL: {
    description: "of the consent registry alone: where readers of its mail open their inbox; needed with SMTP_URL.",
    default: undefined as string | undefined,
    read: asUrl as (text: string) => string | undefined,
  },
  DRAIN_MS: {
    description: "how long a subgraph told to stop still takes requests while /ready says no, in milliseconds.",
    default: 1_000,
    read: asPositiveInteger,
  },
  METRICS_PORT: {
    description: "the port Prometheus reads /metrics on, apart from the peers'; nothing is counted without it.",
    default: undefined as number | undefined,
    read: asPort as (text: string) => number | undefined,
  },
  METRICS_HOST: { description: "the address /metrics is shown on.", default: "127.0.0.1", read: asText },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    description:
      "the base URL of an OpenTelemetry collector that traces are sent to over HTTP; without it none are made.",
    default: undefined as string | undefined,
    read: asUrl as (text: string) => string | undefined,
  },
  IDEMPOTENCY_HOURS: {
    description:
      "how many hours a client's idempotency key is remembered; a program retries within minutes, somebody who comes back to her work within the day.",
    default: 24,
    read: asPositiveInteger,
  },
  CONNECTION_WAIT_MS: {
    description:
      "how long a call waits for a connection to the database, in milliseconds; below the 3 s the gateway gives a source, so that somebody still listens when it is told to come back.",
    default: 1_000,
    read: asPositiveInteger,
  },
  LOG_LEVEL: { description: "how much is logged: error, warn, info or debug.", default: "info", read: asLogLevel },
} satisfies Record<string, Variable<unknown>>;

/** What concerns the registry alone. @throws EnvironmentError when mail is half settled */
export function registrySettings({
  LEDGER_KEY: ledgerKey,
  SMTP_URL: smtpUrl,
  MAIL_FROM: from,
  HUB_URL: hubUrl,
}: Readonly<
  Partial<Record<"LEDGER_KEY" | "SMTP_URL" | "MAIL_FROM" | "HUB_URL", string | undefined>>
>): RegistrySettings {
  if (!smtpUrl) return { ledgerKey };
  if (!from || !hubUrl) throw new EnvironmentError("SMTP_URL needs MAIL_FROM and HUB_URL beside it: set them too.");
  return { ledgerKey, mail: { smtpUrl, from, hubUrl } };
}
