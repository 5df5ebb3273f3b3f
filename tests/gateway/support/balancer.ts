import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** One address before several instances: each connection goes to the next one that accepts it. */
export async function startBalancer(ports: number[]) {
  let turn = 0;
  let accepted = 0;
  const open = new Set<Socket>();
  const server = createServer((client) => {
    accepted += 1;
    open.add(client);
    client.on("error", () => client.destroy());
    const forward = (tries: number) => {
      const port = ports[turn++ % Math.max(1, ports.length)];
      if (port === undefined || tries === 0) return void client.destroy();
      const instance = connect(port, "127.0.0.1", () => client.pipe(instance).pipe(client));
      let isConnected = false;
      instance.once("connect", () => {
        isConnected = true;
      });
      instance.on("error", () => (isConnected ? client.destroy() : forward(tries - 1)));
      instance.on("close", () => isConnected && client.destroy());
      client.on("close", () => {
        open.delete(client);
        instance.destroy();
      });
    };
    forward(ports.length);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** May be changed at any time; with none, connections are accepted and broken at once. */
    ports,
    /** Connections accepted so far. */
    accepted: () => accepted,
    /** Connections open now. */
    open: () => open.size,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const client of open) client.destroy();
      }),
  };
}
