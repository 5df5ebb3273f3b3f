import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Ways a process of the hub can fail once it is reached; its words must never reach a client. */
export const faults = {
  "answers 500": (response: ServerResponse) => response.writeHead(500).end("Error at /srv/secret/app.js:1:1"),
  "answers junk": (response: ServerResponse) =>
    response.writeHead(200, { "content-type": "application/json" }).end('{"permitted":"secret","viewer":"secret"'),
  "permits what was not asked": (response: ServerResponse) =>
    response
      .writeHead(200, { "content-type": "application/json" })
      .end(`{"permitted":${JSON.stringify(Array(99).fill(true))}}`),
  "answers with words": (response: ServerResponse) =>
    response.writeHead(200, { "content-type": "application/json" }).end('{"permitted":["secret"]}'),
  "never answers": () => undefined,
  "begins to answer and stops": (response: ServerResponse) =>
    response.writeHead(200, { "content-type": "application/json" }).write('{"permitted":[true'),
  "cuts the connection": (response: ServerResponse) => response.destroy(),
  // Whoever asked has given up by then, and asked again.
  "answers rightly, but late": (_response: ServerResponse, answer: () => void) => setTimeout(answer, 1_500),
} satisfies Record<string, (response: ServerResponse, answer: () => void) => unknown>;

export type Fault = keyof typeof faults;

/** A fault of a test's own. */
type OwnFault = (response: ServerResponse) => unknown;

/**
 * A server in the place of a process that fails at `paths`; every other request is passed on to the sound one, so that a
 * process can fail in one thing alone. With no paths it fails in everything.
 */
export async function startFaultyPeer(fault: Fault | OwnFault, sound: string, paths: readonly string[] = []) {
  const fail = typeof fault === "function" ? fault : faults[fault];
  const server = createServer((request, response) => {
    // Who asked may be gone before it is answered.
    const answer = () => void passOn(request, response, sound).catch(() => response.destroy());
    if (paths.length === 0 || paths.includes(request.url ?? "")) fail(response, answer);
    else answer();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function passOn(request: IncomingMessage, response: ServerResponse, sound: string): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const isPost = request.method === "POST";
  const answer = await fetch(new URL(request.url ?? "/", sound), {
    method: request.method ?? "GET",
    headers: { "content-type": "application/json", authorization: request.headers.authorization ?? "" },
    ...(isPost ? { body: Buffer.concat(chunks) } : {}),
  });
  response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text());
}
