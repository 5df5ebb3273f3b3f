import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "@jest/globals";
import { Agent } from "undici";
import { type HttpPost, post } from "../../../gateway/engine/http-transport.ts";

const opened: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  while (opened.length > 0) await opened.pop()!();
});

async function openServer(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  opened.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function openAgent(): Agent {
  const agent = new Agent({ connections: 1 });
  opened.push(() => agent.destroy());
  return agent;
}

const callTo = (origin: string, changes: Partial<HttpPost> = {}): HttpPost => ({
  origin,
  path: "/graphql",
  headers: ["content-type", "application/json", "x-asked-by", "Amina"],
  body: "{}",
  timeoutMs: 20_000,
  maxBytes: 1_000_000,
  ...changes,
});

describe("one call over HTTP", () => {
  it("sends path, headers and body, and gives status, headers and text", async () => {
    const origin = await openServer(async (request, response) => {
      const chunks = await request.toArray();
      response.setHeader("retry-after", "7");
      response.statusCode = 418;
      response.end(`${request.method} ${request.url} ${request.headers["x-asked-by"]} ${Buffer.concat(chunks)}`);
    });
    const outcome = await post(openAgent(), callTo(origin, { body: '{"query":"é"}' }));
    expect(outcome).toMatchObject({ status: 418, text: 'POST /graphql Amina {"query":"é"}' });
    expect(outcome).toHaveProperty("headers.retry-after", "7");
  });

  it("reads a letter that was cut between two pieces", async () => {
    const [before, after] = [Buffer.from("é").subarray(0, 1), Buffer.from("é").subarray(1)];
    const origin = await openServer((_, response) => {
      response.write(before);
      setTimeout(() => response.end(after), 50);
    });
    expect(await post(openAgent(), callTo(origin))).toMatchObject({ text: "é" });
  });

  it("gives an empty text for an empty body", async () => {
    const origin = await openServer((_, response) => void response.writeHead(204).end());
    expect(await post(openAgent(), callTo(origin))).toMatchObject({ status: 204, text: "" });
  });

  it("follows no redirect", async () => {
    let calls = 0;
    const origin = await openServer((_, response) => {
      calls += 1;
      response.writeHead(307, { location: "/elsewhere" }).end();
    });
    expect(await post(openAgent(), callTo(origin))).toMatchObject({ status: 307 });
    expect(calls).toBe(1);
  });

  it("reads an answer as long as the cap, and drops a longer one without waiting for its end", async () => {
    const origin = await openServer((_, response) => void response.write("x".repeat(100)));
    const tooLong = await post(openAgent(), callTo(origin, { maxBytes: 99 }));
    expect(tooLong).toEqual({ failure: "too-large", wasSent: true });
    const other = await openServer((_, response) => void response.end("x".repeat(100)));
    expect(await post(openAgent(), callTo(other, { maxBytes: 100 }))).toMatchObject({ status: 200 });
  });

  it("gives up a server that never answers, and one that never ends", async () => {
    const silent = await openServer(() => undefined);
    expect(await post(openAgent(), callTo(silent, { timeoutMs: 30 }))).toEqual({ failure: "late", wasSent: true });
    const endless = await openServer((_, response) => void response.write("{"));
    expect(await post(openAgent(), callTo(endless, { timeoutMs: 100 }))).toEqual({ failure: "late", wasSent: true });
  });

  it("never sends what was given up while it waited for a connection", async () => {
    const bodies: string[] = [];
    const connections = new Set<unknown>();
    const origin = await openServer(async (request, response) => {
      connections.add(request.socket);
      bodies.push(Buffer.concat(await request.toArray()).toString());
      setTimeout(() => response.end(), 150);
    });
    const [agent, gone] = [openAgent(), new AbortController()];
    const first = post(agent, callTo(origin, { body: "first" }));
    const late = post(agent, callTo(origin, { body: "late", timeoutMs: 20 }));
    const left = post(agent, callTo(origin, { body: "left", signal: gone.signal }));
    gone.abort();
    expect(await Promise.all([late, left])).toEqual([
      { failure: "late", wasSent: false },
      { failure: "aborted", wasSent: false },
    ]);
    expect(await first).toMatchObject({ status: 200 });
    expect(await post(agent, callTo(origin, { body: "last" }))).toMatchObject({ status: 200 });
    expect(bodies).toEqual(["first", "last"]);
    expect(connections.size).toBe(1);
  });

  it("stops when its signal is aborted, before it starts or on its way", async () => {
    const gone = new AbortController();
    const origin = await openServer(() => gone.abort());
    const call = callTo(origin, { signal: gone.signal });
    expect(await post(openAgent(), call)).toEqual({ failure: "aborted", wasSent: true });
    expect(await post(openAgent(), call)).toEqual({ failure: "aborted", wasSent: false });
  });

  it("tells a server that was not there from one that broke off", async () => {
    const broken = await openServer((request) => request.socket.destroy());
    expect(await post(openAgent(), callTo(broken))).toEqual({ failure: "unreachable", wasSent: true });
    const cut = await openServer((request, response) => {
      response.writeHead(200, { "content-length": "10" });
      response.write("half");
      setTimeout(() => request.socket.destroy(), 20);
    });
    expect(await post(openAgent(), callTo(cut))).toEqual({ failure: "unreachable", wasSent: true });
    const nobody = await openServer(() => undefined);
    await opened.pop()!();
    expect(await post(openAgent(), callTo(nobody))).toEqual({ failure: "unreachable", wasSent: false });
  });

  it("fails when its dispatcher is closed", async () => {
    const agent = openAgent();
    await agent.close();
    expect(await post(agent, callTo("http://127.0.0.1:1"))).toEqual({ failure: "unreachable", wasSent: false });
  });
});
