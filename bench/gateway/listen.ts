import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Keeps idle connections for longer than any benchmark takes: none is closed under a call that is being sent. */
const KEPT_MS = 600_000;

/** Listens on this machine alone and gives the URL; port 0 takes a free one. */
export async function listen(server: Server, port: number): Promise<string> {
  server.keepAliveTimeout = KEPT_MS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
