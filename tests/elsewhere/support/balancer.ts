import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A balancer as simple as they come: each new connection goes to the next copy that takes it. */
export interface Balancer {
  readonly url: string;
  /** Base URLs of the copies. */
  readonly copies: string[];
  /** Takes a copy away without a word: its connections are cut, and it gets no more. */
  cut(copy: string): void;
  close(): Promise<void>;
}

export async function openBalancer(): Promise<Balancer> {
  const copies: string[] = [];
  const connections = new Map<Socket, string>();
  let turn = 0;

  const join = (client: Socket, tries: number) => {
    const copy = copies[turn++ % copies.length];
    if (!copy || tries === 0) return client.destroy();
    const onward = connect(Number(new URL(copy).port), "127.0.0.1");
    onward.once("error", () =>
      onward.bytesRead === 0 && !connections.has(client) ? join(client, tries - 1) : client.destroy(),
    );
    onward.once("connect", () => {
      connections.set(client, copy);
      client.pipe(onward).pipe(client);
      onward.once("close", () => client.destroy());
      client.once("close", () => {
        connections.delete(client);
        onward.destroy();
      });
    });
    return undefined;
  };

  const server = createServer((client) => {
    client.on("error", () => client.destroy());
    join(client, copies.length);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const cutAll = (isConcerned: (copy: string) => boolean) => {
    for (const [client, copy] of connections) if (isConcerned(copy)) client.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    copies,
    cut(copy) {
      copies.splice(copies.indexOf(copy), 1);
      cutAll((one) => one === copy);
    },
    async close() {
      server.close();
      cutAll(() => true);
      await once(server, "close");
    },
  };
}
