import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** How a simple query of one word ends, as the driver sends it to PostgreSQL. */
const COMMIT = Buffer.from("commit\0");
const BEGIN = Buffer.from("begin\0");
const endsWith = (chunk: Buffer, word: Buffer) => chunk.subarray(-word.length).equals(word);

/** Where the line is cut: before PostgreSQL has received COMMIT, or after it has carried it out. */
export type Cut = "before COMMIT arrives" | "after COMMIT is done";

/** A line to PostgreSQL that can be cut at the one moment when nobody on this side knows what became of a change. */
export interface DatabaseProxy {
  /** The URL given, through this line. */
  readonly url: string;
  /** Cuts the line at the next COMMIT, once; no more after null. */
  cut(where: Cut | null): void;
  /** Cuts every line, and each new one for so many milliseconds. */
  cutAll(forMs: number): void;
  /** Cuts every line over which a transaction is open now. */
  cutOpenTransactions(): void;
  /** True while a cut is still to come. */
  readonly isArmed: boolean;
  close(): Promise<void>;
}

export async function startDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const open = new Set<() => void>();
  let deadUntil = 0;
  let armed: Cut | null = null;
  const server = createServer((near) => {
    if (performance.now() < deadUntil) return void near.destroy();
    const far = connect(Number(target.port || 5432), target.hostname);
    const end = () => {
      open.delete(end);
      near.destroy();
      far.destroy();
    };
    let isCommitting = false;
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.setNoDelay(true).on("error", end).on("close", end);
      socket.on("close", () => sockets.delete(socket));
    }
    near.on("data", (chunk) => {
      if (endsWith(chunk, BEGIN)) open.add(end);
      if (endsWith(chunk, COMMIT)) open.delete(end);
      if (!armed || !endsWith(chunk, COMMIT)) return void far.write(chunk);
      const where = armed;
      armed = null;
      if (where === "before COMMIT arrives") return end();
      isCommitting = true;
      far.write(chunk);
    });
    // The first word after COMMIT says that it is done: it is where the line breaks.
    far.on("data", (chunk) => (isCommitting ? end() : near.write(chunk)));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = new URL(databaseUrl);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    cut: (where) => {
      armed = where;
    },
    cutAll: (forMs) => {
      deadUntil = performance.now() + forMs;
      for (const socket of sockets) socket.destroy();
    },
    cutOpenTransactions: () => {
      for (const end of open) end();
    },
    get isArmed() {
      return armed !== null;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
