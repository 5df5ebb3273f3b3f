import { generateKeyPairSync } from "node:crypto";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { defaultBudgets } from "../../gateway/budgets.ts";
import { subgraphs } from "../../subgraphs/index.ts";
import { DEVELOPMENT_AUDIENCE } from "../development/issuer-configuration.ts";
import { prepareDatabases } from "../hub/databases.ts";
import { freePorts, type SpawnedProcess, spawnProcess, untilReady } from "../hub/spawned-process.ts";
import { careAndConsent } from "../journey/care-and-consent.ts";
import { createAsk, type HubAddress } from "../journey/hub-client.ts";
import { play } from "../journey/steps.ts";
import { newStory, type Story } from "../journey/story.ts";
import { type HubClient, openClient } from "./hub-client.ts";
import { openIdentityProvider } from "./identity-provider.ts";
import { type OwnPostgres, openOwnPostgres } from "./own-postgres.ts";
import { seedWithoutReunion } from "./seed.ts";
import type { Valve } from "./valve.ts";

const SUPERGRAPH = fileURLToPath(new URL("../../schema/supergraph.graphql", import.meta.url));

/**
 * The hub as an operator runs it: each subgraph and two copies of the gateway are processes of their own, over a PostgreSQL
 * that can be stopped. The identity provider stands behind a valve. Bruno's plan is made, consented to and linked.
 */
export interface ApartHub {
  readonly postgres: OwnPostgres;
  readonly names: readonly string[];
  readonly gateways: readonly string[];
  readonly issuer: Valve;
  /** What the gateways follow; a scenario may replace it, and puts it back. */
  readonly supergraphFile: string;
  readonly supergraphSource: string;
  /** What was done for Bruno. */
  readonly story: Story;
  /** Asks the first copy of the gateway that can be reached. */
  readonly client: HubClient;
  processOf(name: string): SpawnedProcess;
  /** Starts a process anew where it was, and returns at once. */
  start(name: string, environment?: Readonly<Record<string, string>>, words?: readonly string[]): SpawnedProcess;
  /** Ends the identity provider and opens another at the same address, with other keys. */
  rotateKeys(): Promise<void>;
  tokenOf(name: string): Promise<string>;
  // biome-ignore lint/suspicious/noExplicitAny: rows of any table
  sql(subgraph: string, text: string, values?: readonly unknown[]): Promise<any[]>;
  /** URL of a subgraph's database for the superuser. */
  databaseOf(subgraph: string): string;
  close(): Promise<void>;
}

/** The load comes from one application and a few people: what they may ask for is not what is played here. */
const neverEmpty = Object.fromEntries(Object.keys(defaultBudgets).map((name) => [name, 1_000_000_000_000]));

const COPIES = ["gateway", "gateway-copy"];

export async function openApartHub(onProgress: (message: string) => void = () => {}): Promise<ApartHub> {
  const closers: (() => Promise<unknown>)[] = [];
  const close = async () => {
    while (closers.length > 0) await closers.pop()!();
  };
  try {
    return await open(onProgress, closers, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(
  onProgress: (message: string) => void,
  closers: (() => Promise<unknown>)[],
  close: () => Promise<void>,
): Promise<ApartHub> {
  const sources = subgraphs.map(({ name }) => name);
  const names = [...sources, ...COPIES];
  onProgress("Starting PostgreSQL");
  const postgres = await openOwnPostgres();
  closers.push(() => postgres.discard());
  const databases = await prepareDatabases(postgres.url, sources, "chaos");
  const folder = mkdtempSync(join(tmpdir(), "passerelle-chaos-"));
  closers.push(async () => rmSync(folder, { recursive: true }));
  const supergraphFile = join(folder, "supergraph.graphql");
  copyFileSync(SUPERGRAPH, supergraphFile);
  const withdrawalsFolder = join(folder, "withdrawals");
  const applicationsFile = join(folder, "applications.json");
  writeFileSync(applicationsFile, JSON.stringify({ others: { isFreeForm: true, ...neverEmpty } }));
  const identity = await openIdentityProvider();
  closers.push(() => identity.close());

  const ports = await freePorts(names.length);
  const portOf = Object.fromEntries(names.map((name, index) => [name, ports[index]!]));
  const PEERS = [...sources, "gateway"].map((name) => `${name}=http://127.0.0.1:${portOf[name]}`).join(";");
  // One key for both copies: the subgraphs know one gateway.
  const SIGNING_KEY = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const running: Record<string, SpawnedProcess> = {};
  const environmentOf = (name: string): Record<string, string> =>
    COPIES.includes(name)
      ? {
          SUPERGRAPH_FILE: supergraphFile,
          WITHDRAWALS_FOLDER: withdrawalsFolder,
          APPLICATIONS_FILE: applicationsFile,
          OIDC_ISSUERS: `development=${identity.valve.url}`,
          OIDC_AUDIENCE: DEVELOPMENT_AUDIENCE,
          SIGNING_KEY,
        }
      : { DATABASE_URL: databases[name]! };
  const wordsOf = (name: string) => (COPIES.includes(name) ? ["gateway/index.ts"] : ["subgraphs/index.ts", name]);
  const start: ApartHub["start"] = (name, environment = {}, words = []) => {
    const common = { PORT: portOf[name]!, LOG_LEVEL: "info", DRAIN_MS: "2000", PEERS };
    const started = spawnProcess([...words, ...wordsOf(name)], { ...common, ...environmentOf(name), ...environment });
    running[name] = started;
    return started;
  };
  closers.push(() => Promise.all(Object.values(running).map((one) => one.end("SIGKILL"))));
  onProgress(`Starting ${names.length} processes`);
  for (const name of names) start(name);
  await Promise.all(Object.values(running).map((one) => untilReady(one, 180)));
  onProgress("Loading the development world");
  await seedWithoutReunion(databases);
  const tokenOf = (name: string) => identity.current().issueToken(name);
  const story = await playOpening({ endpoint: `${running.gateway!.url}/graphql`, tokenOf });
  const client = openClient(
    COPIES.map((name) => running[name]!.url),
    tokenOf,
  );
  closers.push(() => client.close());
  const databaseOf = (subgraph: string) => {
    const url = new URL(postgres.url);
    url.pathname = new URL(databases[subgraph]!).pathname;
    return url.href;
  };
  return {
    postgres,
    names,
    gateways: COPIES,
    issuer: identity.valve,
    supergraphFile,
    supergraphSource: SUPERGRAPH,
    story,
    client,
    processOf: (name) => running[name]!,
    start,
    rotateKeys: identity.rotate,
    tokenOf,
    databaseOf,
    async sql(subgraph, text, values = []) {
      const connection = new Client({
        connectionString: databaseOf(subgraph),
        // A scenario that made the database read-only must be able to end it.
        options: "-c default_transaction_read_only=off",
      });
      connection.on("error", () => undefined);
      await connection.connect();
      try {
        return (await connection.query(text, [...values])).rows;
      } finally {
        await connection.end();
      }
    },
    close,
  };
}

/** On a busy machine a first answer may come too late; another start of the story does no harm. */
async function playOpening(hub: HubAddress): Promise<Story> {
  for (let attempt = 1; ; attempt += 1) {
    const story = newStory(createAsk(hub), "bruno");
    try {
      await play(careAndConsent, story, () => undefined);
      return story;
    } catch (error) {
      if (attempt === 5) throw error;
    }
  }
}
