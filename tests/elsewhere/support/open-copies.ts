import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Limits } from "../../../gateway/limits.ts";
import { type RunningGateway, startGateway } from "../../../gateway/start-gateway.ts";
import { createLogger } from "../../../kit/logger.ts";
import { loadSigningKey, type SigningKey } from "../../../kit/signing-key.ts";
import { type RunningSubgraph, startSubgraph } from "../../../kit/start-subgraph.ts";
import { startDevelopmentIssuer } from "../../../scripts/development/issuer.ts";
import { DEVELOPMENT_AUDIENCE } from "../../../scripts/development/issuer-configuration.ts";
import { startMailCatcher } from "../../../scripts/development/mail-catcher.ts";
import { prepareDatabases } from "../../../scripts/hub/databases.ts";
import { consent, createConsent } from "../../../subgraphs/consent/subgraph.ts";
import { subgraphs } from "../../../subgraphs/index.ts";
import { type Balancer, startBalancer } from "../../support/balancer.ts";
import { freshPrefix, seedDoubs, seedPeople } from "../../support/open-test-hub.ts";
import { withoutBudgets } from "../../support/without-budgets.ts";

const supergraphFile = fileURLToPath(new URL("../../../schema/supergraph.graphql", import.meta.url));
const logger = createLogger("test", process.env.LOG_LEVEL ?? "silent");

export interface Copies {
  readonly gateways: readonly RunningGateway[];
  /** Both copies of each subgraph, by its name, on one database. */
  readonly subgraphs: Readonly<Record<string, readonly RunningSubgraph[]>>;
  /** One before each of them, the gateway's included; nobody knows of the others by another address. */
  readonly balancers: Readonly<Record<string, Balancer>>;
  /** Where both gateways look for each subgraph; may be changed at any time. */
  readonly peers: Record<string, string>;
  /** The key all copies of the gateway sign with. */
  readonly gatewayKey: SigningKey;
  readonly tokenOf: (name: string) => Promise<string>;
  // biome-ignore lint/suspicious/noExplicitAny: rows of any table
  sql(subgraph: string, text: string, values?: readonly unknown[]): Promise<any[]>;
  close(): Promise<void>;
}

export interface CopiesOptions {
  readonly limits?: Partial<Limits>;
  /** The care directory takes seconds to load; who asks nothing of it does without. */
  readonly isDirectoryEmpty?: boolean;
}

export const portOf = ({ url }: { readonly url: string }): number => Number(new URL(url).port);

/** Two gateways and two copies of each subgraph, started at the same moment, as a deployment by replicas starts them. */
export async function openCopies({ limits = {}, isDirectoryEmpty = false }: CopiesOptions = {}): Promise<Copies> {
  const closers: (() => Promise<unknown>)[] = [];
  const names = subgraphs.map(({ name }) => name);
  const balancers: Record<string, Balancer> = {};
  for (const name of [...names, "gateway"]) balancers[name] = await startBalancer([]);
  closers.push(() => Promise.all(Object.values(balancers).map((one) => one.close())));
  const peers = Object.fromEntries(Object.entries(balancers).map(([name, { url }]) => [name, url]));
  const databases = await prepareDatabases(process.env.TEST_DATABASE_URL!, names, freshPrefix());
  const running: Record<string, RunningSubgraph[]> = {};
  const catcher = await startMailCatcher();
  closers.push(() => catcher.close());
  const mail = { smtpUrl: catcher.smtpUrl, from: "hub@passerelle.example", hubUrl: "http://hub.example/" };
  const starting = subgraphs.map(async (listed) => {
    const parts = listed === consent ? createConsent({ mail }) : listed;
    const signingKey = await loadSigningKey();
    const open = () =>
      startSubgraph(parts, {
        databaseUrl: databases[parts.name]!,
        host: "127.0.0.1",
        port: 0,
        peers,
        signingKey,
        logger,
        isUpkeepScheduled: false,
      });
    running[parts.name] = await Promise.all([open(), open()]);
    closers.push(() => Promise.all(running[parts.name]!.map((copy) => copy.close())));
    balancers[parts.name]!.ports.push(...running[parts.name]!.map(portOf));
  });
  await Promise.all(starting);
  const orms = Object.fromEntries(Object.entries(running).map(([name, [first]]) => [name, first!]));
  await seedPeople(orms);
  if (!isDirectoryEmpty) await seedDoubs(orms);
  const issuer = await startDevelopmentIssuer({
    host: "127.0.0.1",
    port: 0,
    audience: DEVELOPMENT_AUDIENCE,
    isProduction: false,
  });
  closers.push(() => issuer.close());
  const gatewayKey = await loadSigningKey();
  const withdrawalsFolder = mkdtempSync(join(tmpdir(), "passerelle-withdrawals-"));
  closers.push(async () => rmSync(withdrawalsFolder, { recursive: true }));
  const openGateway = () =>
    startGateway({
      host: "127.0.0.1",
      port: 0,
      peers,
      supergraphFile,
      issuers: [{ alias: "development", url: issuer.url }],
      audience: DEVELOPMENT_AUDIENCE,
      signingKey: gatewayKey,
      withdrawalsFolder,
      logger,
      isProduction: true,
      limits,
      applications: withoutBudgets,
    });
  const gateways = await Promise.all([openGateway(), openGateway()]);
  closers.push(() => Promise.all(gateways.map((gateway) => gateway.close())));
  balancers.gateway!.ports.push(...gateways.map(portOf));
  return {
    gateways,
    subgraphs: running,
    balancers,
    peers,
    gatewayKey,
    tokenOf: (name) => issuer.issueToken(name),
    sql: (subgraph, text, values = []) => running[subgraph]![0]!.orm.em.fork().execute(text, [...values]),
    async close() {
      while (closers.length > 0) await closers.pop()!();
    },
  };
}
