import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Applications } from "../../gateway/applications.ts";
import { readApplications } from "../../gateway/applications-file.ts";
import type { Limits } from "../../gateway/limits.ts";
import { startGateway } from "../../gateway/start-gateway.ts";
import { createLogger, type Logger } from "../../kit/logger.ts";
import type { MetricsAddress } from "../../kit/metrics-service.ts";
import { loadSigningKey, type SigningKey } from "../../kit/signing-key.ts";
import type { Tracer } from "../../kit/span.ts";
import { type RunningSubgraph, startSubgraph } from "../../kit/start-subgraph.ts";
import { consent, createConsent } from "../../subgraphs/consent/subgraph.ts";
import { subgraphs } from "../../subgraphs/index.ts";
import { cast } from "../development/cast.ts";
import { startDevelopmentIssuer } from "../development/issuer.ts";
import { DEVELOPMENT_AUDIENCE } from "../development/issuer-configuration.ts";
import { type CaughtMail, type MailCatcher, startMailCatcher } from "../development/mail-catcher.ts";
import { prepareDatabases } from "./databases.ts";
import { exampleQueries } from "./example-queries.ts";

export interface OpenHubOptions {
  /** PostgreSQL URL of a role that may create databases and roles. */
  readonly adminUrl: string;
  /** Begins the name of every database and role. */
  readonly prefix?: string;
  readonly host?: string;
  /** 0 takes a free port. */
  readonly gatewayPort: number;
  readonly issuerPort: number;
  readonly logLevel?: string;
  readonly supergraphFile?: string;
  /** The gateway's own; made at each start when absent. */
  readonly signingKey?: SigningKey;
  /** Which application may send what; by default what `clients/applications.json` says, and anything for the others. */
  readonly applications?: Applications;
  /** Where the gateway writes withdrawals down; by default a folder that goes when the hub is closed. */
  readonly withdrawalsFolder?: string;
  /** Other limits of the gateway than its own. */
  readonly limits?: Partial<Limits>;
  /** What each process tells of itself, by its name; by default lines on standard output, and neither metrics nor traces. */
  readonly telling?: {
    readonly loggerOf: (name: string) => Logger;
    readonly tracerOf: (name: string) => Tracer;
    readonly metrics: MetricsAddress;
  };
  /** The gateway calls the subgraphs over TCP, as when each is a process of its own. */
  readonly isApart?: boolean;
  readonly onProgress?: (message: string) => void;
  /** Told of each message the hub sends; none leaves this machine. */
  readonly onMail?: (mail: CaughtMail) => void;
  /** Milliseconds between two looks at the mail that is due; a minute unless given. */
  readonly mailEveryMs?: number;
  /** Whether upkeep such as the erasure of each night begins by the clock; true unless given. */
  readonly isUpkeepScheduled?: boolean;
  /** Told of each SQL statement of each subgraph; tests count them. */
  readonly onStatement?: (subgraph: string, sql: string) => void;
}

const APPLICATIONS_FILE = new URL("../../clients/applications.json", import.meta.url).pathname;

/** The whole hub in one process: the same servers as apart, and the way from the gateway to the subgraphs made short. */
export interface Hub {
  /** Where clients send operations. */
  readonly endpoint: string;
  readonly url: string;
  readonly issuerUrl: string;
  readonly subgraphs: Readonly<Record<string, RunningSubgraph>>;
  /** Where each process finds the others, read at every call: a test puts a faulty one in the place of a sound one. */
  readonly peers: Record<string, string>;
  /** By URL, the subgraphs the gateway calls within this process; one that is taken out is called over TCP. */
  readonly doors: Map<string, RunningSubgraph["answer"]>;
  /** Where each process shows its metrics, by its name. */
  readonly metricsUrls: Readonly<Record<string, string | undefined>>;
  tokenOf(name: string): Promise<string>;
  close(): Promise<void>;
}

/** Opens databases, subgraphs, development issuer and gateway; whatever fails, all that was opened is closed again. */
export async function openHub(options: OpenHubOptions): Promise<Hub> {
  const { host = "127.0.0.1", onProgress = () => {}, onStatement } = options;
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    while (closers.length > 0) await closers.pop()!();
  };
  const telling = (name: string) => ({
    logger: options.telling?.loggerOf(name) ?? createLogger(name, options.logLevel ?? "silent"),
    ...(options.telling && { tracer: options.telling.tracerOf(name), metrics: options.telling.metrics }),
  });
  try {
    const urls = await prepareDatabases(
      options.adminUrl,
      subgraphs.map(({ name }) => name),
      options.prefix ?? "passerelle",
    );
    const peers: Record<string, string> = {};
    const doors: Hub["doors"] = new Map();
    const running: Record<string, RunningSubgraph> = {};
    onProgress(`Starting ${subgraphs.length} subgraphs`);
    const catcher = await startMailCatcher(options.onMail);
    closers.push(() => catcher.close());
    const starting = subgraphs.map(async (listed) => {
      const parts = listed === consent ? createConsent({ mail: caughtBy(catcher, options) }) : listed;
      const service = await startSubgraph(parts, {
        databaseUrl: urls[parts.name]!,
        host: "127.0.0.1",
        port: 0,
        peers,
        signingKey: await loadSigningKey(),
        ...telling(parts.name),
        isUpkeepScheduled: options.isUpkeepScheduled ?? true,
        ...(onStatement ? { onStatement: (sql: string) => onStatement(parts.name, sql) } : {}),
      });
      closers.push(() => service.close());
      running[parts.name] = service;
      peers[parts.name] = service.url;
      if (!options.isApart) doors.set(service.url, service.answer);
    });
    await everyOne(starting);
    const issuer = await startDevelopmentIssuer({
      host: "127.0.0.1",
      port: options.issuerPort,
      audience: DEVELOPMENT_AUDIENCE,
      isProduction: false,
    });
    closers.push(() => issuer.close());
    onProgress("Starting the gateway");
    const withdrawalsFolder = options.withdrawalsFolder ?? temporaryFolder(closers);
    const gateway = await startGateway({
      host,
      port: options.gatewayPort,
      peers,
      doors,
      supergraphFile: options.supergraphFile ?? new URL("../../schema/supergraph.graphql", import.meta.url).pathname,
      issuers: [{ alias: "development", url: issuer.url }],
      audience: DEVELOPMENT_AUDIENCE,
      signingKey: options.signingKey ?? (await loadSigningKey()),
      applications: options.applications ?? readApplications(APPLICATIONS_FILE, { isProduction: false }),
      ...(options.limits ? { limits: options.limits } : {}),
      withdrawalsFolder,
      ...telling("gateway"),
      isProduction: false,
      sandbox: { people: cast, issueToken: (name) => issuer.issueToken(name), queries: exampleQueries },
    });
    closers.push(() => gateway.close());
    peers.gateway = gateway.url;
    return {
      url: gateway.url,
      endpoint: `${gateway.url}/graphql`,
      issuerUrl: issuer.url,
      subgraphs: running,
      peers,
      doors,
      metricsUrls: {
        gateway: gateway.metricsUrl,
        ...Object.fromEntries(Object.values(running).map(({ name, metricsUrl }) => [name, metricsUrl])),
      },
      tokenOf: (name) => issuer.issueToken(name),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function temporaryFolder(closers: (() => Promise<void>)[]): string {
  const folder = mkdtempSync(join(tmpdir(), "passerelle-withdrawals-"));
  closers.push(async () => rmSync(folder, { recursive: true }));
  return folder;
}

/** Waits for all, also when one fails, so that whatever started can be closed; then throws the first failure. */
async function everyOne(work: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((one) => one.status === "rejected");
  if (failed) throw failed.reason;
}

const caughtBy = ({ smtpUrl }: MailCatcher, { host = "127.0.0.1", gatewayPort, mailEveryMs }: OpenHubOptions) => ({
  smtpUrl,
  from: "passerelle@passerelle.example",
  hubUrl: `http://${host}:${gatewayPort}/`,
  ...(mailEveryMs ? { everyMs: mailEveryMs } : {}),
});
