import { readFile } from "node:fs/promises";
import path from "node:path";
import { openDataFolder } from "../embedded-postgres/data-folder.ts";
import { EmbeddedPostgresError, startEmbeddedPostgres } from "../embedded-postgres/index.ts";
import { readPostmasterFile } from "../embedded-postgres/postmaster-file.ts";
import { prepareDatabases } from "./databases.ts";

export interface SubgraphDatabase {
  /** PostgreSQL URL of the subgraph's own database, with its own role. */
  readonly url: string;
  close(): Promise<void>;
}

export interface SubgraphDatabaseOptions {
  readonly subgraph: string;
  /** The subgraph's own database: taken as it is. */
  readonly database?: string | undefined;
  /** The server of `npm start`, under a role that may create databases and roles. */
  readonly adminUrl?: string | undefined;
  /** The data folder of `npm start`, used when neither is given. */
  readonly dataFolder: string;
  readonly onProgress: (message: string) => void;
}

/** Finds the database of a subgraph where `npm start` keeps it, whether the hub runs or not, unless told which database it is. */
export async function openSubgraphDatabase(options: SubgraphDatabaseOptions): Promise<SubgraphDatabase> {
  if (options.database) return { url: options.database, close: () => Promise.resolve() };
  if (options.adminUrl)
    return { url: await ownDatabase(options.adminUrl, options.subgraph), close: () => Promise.resolve() };
  try {
    const { dataFolder, onProgress } = options;
    const server = await startEmbeddedPostgres({ dataFolder, onProgress });
    return { url: await ownDatabase(server.url, options.subgraph), close: () => server.stop() };
  } catch (error) {
    const isHubRunning = error instanceof EmbeddedPostgresError && error.code === "DATA_FOLDER_IN_USE";
    const running = isHubRunning ? await findRunningServer(options.dataFolder) : undefined;
    if (!running) throw error;
    return { url: await ownDatabase(running, options.subgraph), close: () => Promise.resolve() };
  }
}

async function ownDatabase(adminUrl: string, subgraph: string): Promise<string> {
  const urls = await prepareDatabases(adminUrl, [subgraph], "passerelle");
  return urls[subgraph]!;
}

/** The server that a running hub owns; undefined while it is starting or stopping. */
async function findRunningServer(requested: string): Promise<string | undefined> {
  const { dataFolder } = await openDataFolder(requested, () => undefined);
  const server = await readPostmasterFile(path.join(dataFolder, "cluster"));
  if (server?.status !== "ready") return undefined;
  const password = (await readFile(path.join(dataFolder, "password"), "utf8")).trim();
  return `postgres://postgres:${password}@127.0.0.1:${server.port}/postgres`;
}
