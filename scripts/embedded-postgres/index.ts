import path from "node:path";
import { openDataFolder } from "./data-folder.ts";
import { launchServer } from "./launch-server.ts";
import { openCluster } from "./new-cluster.ts";
import { takeOwnerLock } from "./owner-lock.ts";
import { serverArguments } from "./server-arguments.ts";
import { prepareBinaries } from "./server-binaries.ts";
import { stopLaunchedServer, stopSurvivingServer } from "./stop-server.ts";
import { findSurvivingServer, hasArguments } from "./surviving-server.ts";

export { EmbeddedPostgresError } from "./embedded-postgres-error.ts";

/** A running PostgreSQL of our own. */
export interface EmbeddedPostgres {
  /** Superuser URL (with its password: never log it) of the database "postgres", on 127.0.0.1. */
  readonly url: string;
  /** True when the server had outlived a killed owner and was taken over as it ran. */
  readonly isJoined: boolean;
  /** The folder really used; differs from the requested one only for root, when the server could not reach that. */
  readonly dataFolder: string;
  /** Fast shutdown; resolves when the process is gone; may be called again. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Created when absent; holds the data, the password (0600) and the log of the server. */
  dataFolder: string;
  /** TCP port on 127.0.0.1; 0 or absent: a free one. */
  port?: number;
  /** Told, in sentences, what takes time or differs from what was asked. */
  onProgress?(message: string): void;
  /** Settings of postgresql.conf. With `fsync: "off"` the first start does not wait for the disk either. */
  settings?: Record<string, string>;
}

/**
 * Starts the PostgreSQL shipped in npm on a data folder, or joins the one a killed owner left running on it. Installs
 * no signal handler: the caller decides when to `stop`. If the caller dies first, the next start recovers.
 * @throws EmbeddedPostgresError with a stable `code` and one sentence that says what to do
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { port = 0, settings = {}, onProgress = () => undefined } = options;
  const { dataFolder, account } = await openDataFolder(options.dataFolder, onProgress);
  const lock = await takeOwnerLock(dataFolder);
  try {
    const binaries = await prepareBinaries(dataFolder, account, onProgress);
    const cluster = await openCluster(dataFolder, binaries.initdb, account, settings.fsync !== "off", onProgress);
    const args = serverArguments(settings);

    const survivor = await findSurvivingServer(cluster);
    const isJoined =
      survivor !== undefined &&
      (port === 0 || port === survivor.port) &&
      (await hasArguments(cluster.folder, ["-p", String(survivor.port), ...args]));
    const stopSurvivor = () => stopSurvivingServer(survivor!.pid, cluster.folder, binaries.pgCtl, account);
    if (survivor && !isJoined) {
      onProgress("Restarting a PostgreSQL that outlived its owner, because it ran with other settings.");
      await stopSurvivor();
    }
    const logFile = path.join(dataFolder, "server.log");
    const launched = isJoined
      ? undefined
      : await launchServer({ postgres: binaries.postgres, cluster: cluster.folder, logFile, account, port, args });
    if (isJoined) onProgress(`Joined the PostgreSQL that an earlier, killed owner left running on ${dataFolder}.`);

    let stopped: Promise<void> | undefined;
    return {
      url: `postgres://postgres:${cluster.password}@127.0.0.1:${(launched ?? survivor!).port}/postgres`,
      isJoined,
      dataFolder,
      stop() {
        stopped ??= (launched ? stopLaunchedServer(launched) : stopSurvivor()).finally(() => lock.release());
        return stopped;
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}
