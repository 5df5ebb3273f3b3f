import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export type Balancer = Awaited<ReturnType<typeof startBalancer>>;

/** One address before several instances: each connection goes to the next one that accepts it. */
export async function startBalancer(ports: number[]) {
  let turn = 0;
  let accepted = 0;
  /** The connections of clients, and which instance each has reached. */
  const open = new Map<Socket, number | undefined>();
  const server = createServer((client) => {
    accepted += 1;
    open.set(client, undefined);
    client.on("error", () => client.destroy());
    // Its own turn: who connects meanwhile must not make it try one instance twice and another never.
    const first = turn++;
    const forward = (tries: number) => {
      const port = ports[(first + tries) % Math.max(1, ports.length)];
      if (port === undefined || tries === 0) return void client.destroy();
      const instance = connect(port, "127.0.0.1", () => client.pipe(instance).pipe(client));
      let isConnected = false;
      instance.once("connect", () => {
        isConnected = true;
        if (open.has(client)) open.set(client, port);
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
    /** Takes an instance away without a word: its connections are cut, and it gets no more. */
    cut(port: number) {
      ports.splice(ports.indexOf(port), 1);
      for (const [client, reached] of open) if (reached === port) client.destroy();
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const client of open.keys()) client.destroy();
      }),
  };
}
