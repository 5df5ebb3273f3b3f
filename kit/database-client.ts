import { hash } from "node:crypto";
import { connect } from "node:net";
import { Client } from "pg";
import { awaitedForMs, awaiterGone } from "./awaited-work.ts";
import { currentRequest } from "./request-scope.ts";

/** A statement must end a little before those who wait for it, so that they still hear how it ended. */
const ANSWER_MS = 100;

/**
 * Always sent, and never cut off: what ends a transaction decides what is true, and Kysely keeps the connection of one that
 * could not begin.
 */
const CONTROLS_TRANSACTION = /^\s*(begin|start transaction|savepoint|release|commit|rollback)\b/i;
const BEGINS_TRANSACTION = /^\s*(begin|start transaction)\b/i;
const ENDS_TRANSACTION = /^\s*(commit|rollback(?! to))\b/i;

/** PostgreSQL's code for a statement that was cancelled. */
export const CANCELLED = "57014";

/** Not even sent, since nobody waits for it any more; to those above it is as if it had been cancelled at once. */
class NeverSent extends Error {
  readonly code = CANCELLED;
}

/** PostgreSQL cuts off what is longer. */
const LONGEST_NAME = 63;

/** What the driver learns from the server when it connects, and what it takes to name this connection to the server. */
interface Backend {
  readonly processID: number;
  readonly secretKey: number;
  release?: (isBroken: boolean) => void;
}

/**
 * A connection that asks PostgreSQL to stop a statement nobody waits for any more: after the time the caller said, and,
 * outside of a transaction, when she left. It goes back to its pool when it dies: Kysely keeps a client whose ROLLBACK
 * fails, and each one kept would make the pool smaller until nothing is left of it.
 */
export class DatabaseClient extends Client {
  #isInTransaction = false;

  constructor(...options: ConstructorParameters<typeof Client>) {
    super(...options);
    // After those who still hold the client had their turn to return it themselves.
    this.once("end", () => setImmediate(() => returnToPool(this as unknown as Backend)));
  }

  // biome-ignore lint/suspicious/noExplicitAny: the driver declares eight forms of this
  override query(...words: any[]): any {
    countStatement();
    const [text, values] = words;
    const isPrepared = typeof text === "string" && Array.isArray(values) && values.length > 0 && words.length === 2;
    const sent = isPrepared ? [{ name: nameOf(text), text, values }] : words;
    const send = () => super.query(...(sent as Parameters<Client["query"]>));
    if (typeof text !== "string" || words.some((word) => typeof word === "function")) return send();
    if (BEGINS_TRANSACTION.test(text)) this.#isInTransaction = true;
    if (ENDS_TRANSACTION.test(text)) this.#isInTransaction = false;
    const leftMs = awaitedForMs();
    if (leftMs === Number.POSITIVE_INFINITY || CONTROLS_TRANSACTION.test(text)) return send();
    if (leftMs <= ANSWER_MS || (!this.#isInTransaction && awaiterGone()?.aborted))
      return Promise.reject(new NeverSent("Nobody waits for this statement."));
    return this.#whileAwaited(send() as unknown as Promise<unknown>, leftMs - ANSWER_MS);
  }

  async #whileAwaited(statement: Promise<unknown>, ms: number): Promise<unknown> {
    const gone = this.#isInTransaction ? undefined : awaiterGone();
    let cancelled: Promise<void> | undefined;
    const cancel = () => {
      cancelled ??= this.#cancel();
    };
    const timer = setTimeout(cancel, ms);
    gone?.addEventListener("abort", cancel);
    try {
      return await statement;
    } finally {
      clearTimeout(timer);
      gone?.removeEventListener("abort", cancel);
      // The next statement on this connection must not be hit by what was meant for this one.
      await cancelled;
    }
  }

  /** PostgreSQL's cancel request: sixteen bytes on a connection of their own, which the server closes once it is done. */
  #cancel(): Promise<void> {
    const { processID, secretKey } = this as unknown as Backend;
    const message = Buffer.alloc(16);
    for (const [index, word] of [message.length, 80877102, processID, secretKey].entries())
      message.writeInt32BE(word, index * 4);
    const isSocketFile = this.host.startsWith("/");
    const where = isSocketFile ? { path: `${this.host}/.s.PGSQL.${this.port}` } : { host: this.host, port: this.port };
    return new Promise((resolve) => {
      // A server that cannot be reached is no more able to go on with the statement for us than to stop it.
      const line = connect(where, () => line.end(message)).on("error", () => undefined);
      line.resume().on("close", () => resolve());
    });
  }
}

/** A statement whose values come apart from its text is prepared once by each connection, under a name made from its text. */
const names = new Map<string, string>();
function nameOf(text: string): string {
  const known = names.get(text) ?? hash("sha256", text);
  names.set(text, known);
  return known.slice(0, LONGEST_NAME);
}

function countStatement(): void {
  const scope = currentRequest();
  if (scope) scope.statements += 1;
}

function returnToPool(client: Backend): void {
  try {
    client.release?.(true);
  } catch {
    // It was returned already.
  }
}
