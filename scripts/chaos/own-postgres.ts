import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { startEmbeddedPostgres } from "../embedded-postgres/index.ts";
import { isAlive, readPostmasterFile } from "../embedded-postgres/postmaster-file.ts";
import { freePorts } from "../hub/spawned-process.ts";

/** A PostgreSQL that exists to be stopped; what it acknowledged is still there when it is back, at the same address. */
export interface OwnPostgres {
  /** URL of its superuser. */
  readonly url: string;
  /** "fast" rolls open transactions back and says goodbye; "immediate" leaves as in a crash. */
  stop(how: "fast" | "immediate"): Promise<void>;
  start(): Promise<void>;
  /** Stops it for good and removes its data. */
  discard(): Promise<void>;
}

export async function openOwnPostgres(): Promise<OwnPostgres> {
  const requested = mkdtempSync(join(tmpdir(), "passerelle-chaos-"));
  const [port] = await freePorts(1);
  // What is acknowledged must outlive a crash of the server; a crash of the machine is not played.
  const settings = { fsync: "off", synchronous_commit: "on", full_page_writes: "off", max_connections: "200" };
  const launch = () => startEmbeddedPostgres({ dataFolder: requested, port: Number(port), settings });
  let server = await launch();
  const { url, dataFolder } = server;
  return {
    url,
    async stop(how) {
      if (how === "immediate") await crash(join(dataFolder, "cluster"));
      await server.stop();
    },
    async start() {
      server = await launch();
    },
    async discard() {
      await server.stop();
      for (const folder of [dataFolder, requested]) rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function crash(cluster: string): Promise<void> {
  const file = await readPostmasterFile(cluster);
  if (!file) return;
  process.kill(file.pid, "SIGQUIT");
  while (await isAlive(file.pid)) await pause(10);
}
