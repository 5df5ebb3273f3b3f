import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** May hold a call back: on its way in, or its answer on its way out, when all it does is done. */
export interface Pauses {
  before?: ((path: string, body: string) => Promise<unknown> | undefined) | undefined;
  after?: ((path: string, body: string) => Promise<unknown> | undefined) | undefined;
  /** Answers in its place, with or without asking it: as a process would that was built otherwise. */
  instead?: Instead | undefined;
}

export type Instead = (path: string, body: string, ask: () => Promise<string>) => Promise<string>;

export type PausingPeer = Awaited<ReturnType<typeof startPausingPeer>>;

/** Stands before a process of the hub and passes everything on, after such pauses as it is told at that moment. */
export async function startPausingPeer(sound: string) {
  const pauses: Pauses = {};
  const agent = new Agent({ keepAlive: true });
  const server = createServer((incoming, outgoing) => {
    passOn(incoming, outgoing, { sound, agent, pauses }).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pauses,
    close: () =>
      new Promise<void>((resolve) => {
        agent.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function passOn(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { sound, agent, pauses }: { sound: string; agent: Agent; pauses: Pauses },
): Promise<void> {
  const path = incoming.url ?? "/";
  const body = await read(incoming);
  await pauses.before?.(path, body.toString());
  let status = 200;
  let type = "application/json";
  const ask = async () => {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const { method, headers } = incoming;
      request(new URL(path, sound), { method, headers, agent }, resolve).on("error", reject).end(body);
    });
    status = answer.statusCode ?? 500;
    type = answer.headers["content-type"] ?? type;
    return (await read(answer)).toString();
  };
  const text = await (pauses.instead ? pauses.instead(path, body.toString(), ask) : ask());
  await pauses.after?.(path, body.toString());
  outgoing.writeHead(status, { "content-type": type }).end(text);
}

async function read(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
