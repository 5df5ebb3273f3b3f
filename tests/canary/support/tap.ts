import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { decodeJwt } from "jose";
import type { GraphqlCall } from "../../../kit/answer-calls.ts";
import type { DisclosedCall } from "../../../kit/hop-token.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import type { bothWays } from "../../support/both-ways.ts";
import type { TestHub } from "../../support/open-test-hub.ts";

/** One call from one process of the hub to another, with what came back. */
export interface HopSeen {
  readonly from: string;
  readonly to: string;
  readonly path: string;
  readonly viewer: Viewer | null;
  readonly requestId: string;
  readonly question: string;
  readonly answer: string;
}

/** Awaited before the answer goes on its way. */
export type Watch = (hop: HopSeen) => Promise<void>;

export interface Taps {
  /** How the gateway reaches the subgraphs from now on, every call of it watched. */
  reach(way: (typeof bothWays)[number]): void;
  close(): Promise<void>;
}

/** Stands between all processes of the hub: no call reaches a subgraph, and no answer leaves one, unseen. */
export async function tapHub(hub: TestHub, watch: Watch): Promise<Taps> {
  const taps: { name: string; url: string; close: () => Promise<void> }[] = [];
  for (const { name, url } of Object.values(hub.subgraphs)) {
    const tap = await startTap(name, url, watch);
    taps.push({ name, ...tap });
    hub.peers[name] = tap.url;
  }
  return {
    reach(way) {
      hub.doors.clear();
      if (way === "over TCP") return;
      for (const { name, url } of taps)
        hub.doors.set(url, async (call: GraphqlCall) => {
          const answer = await hub.subgraphs[name]!.answer(call);
          await watch(seen(name, "/graphql", call.authorization, call.body, answer.text));
          return answer;
        });
    },
    close: async () => {
      await Promise.all(taps.map(({ close }) => close()));
    },
  };
}

async function startTap(name: string, target: string, watch: Watch) {
  const server = createServer((request, response) => {
    passOn(name, target, watch, request, response).catch(() => response.destroy());
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

async function passOn(name: string, target: string, watch: Watch, request: IncomingMessage, response: ServerResponse) {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const { authorization } = request.headers;
  const path = request.url ?? "/";
  const isPost = request.method === "POST";
  const answer = await fetch(new URL(path, target), {
    method: request.method ?? "GET",
    headers: { "content-type": "application/json", ...(authorization ? { authorization } : {}) },
    ...(isPost ? { body } : {}),
  });
  const text = await answer.text();
  if (isPost) await watch(seen(name, path, authorization, body, text));
  response
    .writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "application/json" })
    .end(text);
}

/** What the token of a call says, whoever signed it. */
function seen(to: string, path: string, authorization: string | undefined, body: Uint8Array, answer: string): HopSeen {
  const [signed = "", disclosure = ""] = (authorization ?? "").split(" ")[1]?.split("~") ?? [];
  const from = signed ? (decodeJwt(signed).iss ?? "") : "";
  const [, , call = {}] = disclosure ? (JSON.parse(Buffer.from(disclosure, "base64url").toString()) as Disclosure) : [];
  const { viewer = null, rid = "" } = call;
  return { from, to, path, viewer, requestId: rid, question: Buffer.from(body).toString(), answer };
}

type Disclosure = [id?: string, name?: string, call?: Partial<DisclosedCall>];
