import { Agent } from "undici";
import { awaitedForMs } from "./awaited-work.ts";
import { HOP_SCHEME } from "./hop-token.ts";
import { originOf } from "./origin-of.ts";
import type { Peers } from "./peer-keys.ts";
import { postText } from "./post-text.ts";
import { currentRequest } from "./request-scope.ts";
import { signHop } from "./sign-hop.ts";
import type { SigningKey } from "./signing-key.ts";
import type { Viewer } from "./viewer.ts";

export interface PeerCall {
  readonly peer: string;
  /** Begins with a slash. */
  readonly path: string;
  readonly content: unknown;
  readonly requestId: string;
  readonly viewer?: Viewer | null;
  /** At most; less when whoever the call is made for waits less. */
  readonly timeoutMs: number;
}

/** A peer that did not answer 2xx in time; carries neither its URL nor its words. */
export class PeerUnavailable extends Error {
  override readonly name = "PeerUnavailable";
  constructor(readonly peer: string) {
    super(`${peer} did not answer as expected.`);
  }
}

/** Signed JSON calls from one process of the hub to its peers over kept-alive connections. */
export class PeerLink {
  readonly #agent = new Agent({ keepAliveTimeout: 30_000, connections: 64 });
  readonly #name: string;
  readonly #key: SigningKey;
  readonly #peers: Peers;

  constructor(options: { name: string; key: SigningKey; peers: Peers }) {
    this.#name = options.name;
    this.#key = options.key;
    this.#peers = options.peers;
  }

  /** Posts `content` and returns the JSON answer; throws {@link PeerUnavailable} for anything but a 2xx in time. */
  async post<Answer>(call: PeerCall): Promise<Answer> {
    const body = JSON.stringify(call.content);
    const { requestId, viewer } = call;
    const token = await signHop(this.#key, {
      issuer: this.#name,
      audience: call.peer,
      body,
      requestId,
      viewer: viewer ?? null,
    });
    const headers = ["content-type", "application/json", "authorization", `${HOP_SCHEME} ${token}`];
    const traceparent = currentRequest()?.span.traceparent;
    if (traceparent !== undefined) headers.push("traceparent", traceparent);
    const timeoutMs = Math.max(1, Math.min(call.timeoutMs, awaitedForMs()));
    try {
      const origin = originOf(this.#peers[call.peer] ?? "");
      const { status, text } = await postText(this.#agent, { origin, path: call.path, headers, body, timeoutMs });
      if (status < 200 || status > 299) throw new PeerUnavailable(call.peer);
      return (text === "" ? undefined : JSON.parse(text)) as Answer;
    } catch {
      throw new PeerUnavailable(call.peer);
    }
  }

  async close(): Promise<void> {
    await this.#agent.close();
  }
}
