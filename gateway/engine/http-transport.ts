import type { IncomingHttpHeaders } from "node:http";
import type { Dispatcher } from "undici";
import { afterFairTime } from "./fair-deadline.ts";

/** One POST to one server. */
export interface HttpPost {
  /** Scheme, host and port, as in `http://127.0.0.1:4001`. */
  readonly origin: string;
  /** Begins with a slash. */
  readonly path: string;
  /** Names and values in turn; may be one array for many calls, for it is only read. */
  readonly headers: string[];
  readonly body: string | Uint8Array;
  /** From now to the last byte of the answer, in milliseconds, the wait for a connection included. */
  readonly timeoutMs: number;
  /** The longest body that is read, in bytes. */
  readonly maxBytes: number;
  /** Gives the call up when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

export type HttpOutcome = HttpAnswer | HttpFailure;

/** What the server answered, whatever its status says: redirects are not followed. */
export interface HttpAnswer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: IncomingHttpHeaders;
  /** The body, read as UTF-8. */
  readonly text: string;
  /** Its length as it was received. */
  readonly bytes: number;
}

export interface HttpFailure {
  /** `unreachable` also stands for a connection that broke before its answer was whole. */
  readonly failure: "unreachable" | "late" | "aborted" | "too-large";
  /** False when not a byte of the call left this process: then the server has done nothing. */
  readonly wasSent: boolean;
}

/**
 * Sends one call over the connections of `dispatcher` (undici's `Agent` keeps them alive and holds their number down)
 * and reads the whole answer. Never rejects, never tries again.
 *
 * It speaks to the dispatcher below undici's `request()`: no stream, URL or abort signal is made for a call, a body
 * that came in one piece is read where it lies, and one timer watches over everything.
 */
export function post(dispatcher: Dispatcher, call: HttpPost): Promise<HttpOutcome> {
  return new Promise((resolve) => {
    if (call.signal?.aborted) resolve({ failure: "aborted", wasSent: false });
    else new Exchange(call, resolve).begin(dispatcher);
  });
}

/** A call on its way: what undici tells of it comes in here, and one outcome goes out. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #call: HttpPost;
  readonly #settle: (outcome: HttpOutcome) => void;
  readonly #stopTimer: () => void;
  #controller: Dispatcher.DispatchController | undefined;
  #isOver = false;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  #first: Buffer | undefined;
  #others: Buffer[] | undefined;
  #size = 0;

  constructor(call: HttpPost, settle: (outcome: HttpOutcome) => void) {
    this.#call = call;
    this.#settle = settle;
    this.#stopTimer = afterFairTime(Math.max(1, call.timeoutMs), () => this.stop("late"));
    call.signal?.addEventListener("abort", this);
  }

  begin(dispatcher: Dispatcher): void {
    const { origin, path, headers, body } = this.#call;
    // undici's own timeouts are off: they watch parts of a call, ours the whole.
    dispatcher.dispatch({ origin, path, method: "POST", headers, body, headersTimeout: 0, bodyTimeout: 0 }, this);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // It was given up while it waited for a connection: nothing is written, and the connection serves the next.
    if (this.#isOver) throw givenUp;
    this.#controller = controller;
  }

  onResponseStart(_: unknown, status: number, headers: IncomingHttpHeaders): void {
    this.#status = status;
    this.#headers = headers;
    if (Number(headers["content-length"]) > this.#call.maxBytes) this.stop("too-large");
  }

  onResponseData(_: unknown, chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size > this.#call.maxBytes) this.stop("too-large");
    else if (!this.#first) this.#first = chunk;
    else if (this.#others) this.#others.push(chunk);
    else this.#others = [this.#first, chunk];
  }

  onResponseEnd(): void {
    if (this.#isOver) return;
    const bytes = this.#others ? Buffer.concat(this.#others, this.#size) : this.#first;
    const text = bytes ? bytes.toString("utf8") : "";
    this.#finish({ status: this.#status, headers: this.#headers, text, bytes: this.#size });
  }

  onResponseError(): void {
    this.stop("unreachable");
  }

  /** The signal was aborted. */
  handleEvent(): void {
    this.stop("aborted");
  }

  stop(failure: HttpFailure["failure"]): void {
    if (this.#isOver) return;
    this.#finish({ failure, wasSent: this.#controller !== undefined });
    this.#controller?.abort(givenUp);
  }

  #finish(outcome: HttpOutcome): void {
    this.#isOver = true;
    this.#stopTimer();
    this.#call.signal?.removeEventListener("abort", this);
    this.#settle(outcome);
  }
}

const givenUp = new Error("This call was given up.");
