import { connect, createServer, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** A door on the way to a server, which can be shut or held. */
export interface Valve {
  readonly url: string;
  /** "open" lets through, "shut" breaks and refuses connections, "held" lets connect and passes nothing on. */
  turn(state: ValveState): void;
  /** Milliseconds by which every answer comes later. */
  delayMs: number;
  close(): Promise<void>;
}

export type ValveState = "open" | "shut" | "held";

/** Listens on a port of its own and passes bytes on to `port` of this machine, whatever they say. */
export async function openValve(port: number): Promise<Valve> {
  let state: ValveState = "open";
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, "127.0.0.1");
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket
        .on("error", () => undefined)
        .on("close", () => {
          sockets.delete(socket);
          near.destroy();
          far.destroy();
        });
    }
    if (state === "shut") return near.destroy();
    near.on("data", (bytes) => {
      if (state === "open") far.write(bytes);
    });
    far.on("data", async (bytes) => {
      if (valve.delayMs > 0) await pause(valve.delayMs);
      if (state === "open" && near.writable) near.write(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const valve: Valve = {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    delayMs: 0,
    turn(next) {
      state = next;
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
  return valve;
}
