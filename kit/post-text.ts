import type { Dispatcher } from "undici";

/** One POST to one server. */
export interface TextPost {
  /** Scheme, host and port. */
  readonly origin: string;
  /** Begins with a slash. */
  readonly path: string;
  /** Names and values in turn. */
  readonly headers: string[];
  readonly body: string;
  /** From now to the last byte of the answer, in milliseconds. */
  readonly timeoutMs: number;
}

export interface TextAnswer {
  readonly status: number;
  readonly text: string;
}

/**
 * Posts a text and reads the answer's; rejects when there is none in time. It speaks to the dispatcher below undici's
 * `request()`, whose streams and signals cost more than the calls of the hub to its registry, one for each request.
 */
export function postText(dispatcher: Dispatcher, call: TextPost): Promise<TextAnswer> {
  const { timeoutMs, ...sent } = call;
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let isLate = false;
    let status = 0;
    const chunks: Buffer[] = [];
    const timer = setTimeout(() => {
      isLate = true;
      controller?.abort(late);
      reject(late);
    }, timeoutMs);
    // undici's own timeouts are off: they watch parts of a call, ours the whole.
    dispatcher.dispatch(
      { ...sent, method: "POST", headersTimeout: 0, bodyTimeout: 0 },
      {
        onRequestStart(started) {
          // It waited for a connection too long: nothing is written, and the connection serves the next.
          if (isLate) throw late;
          controller = started;
        },
        onResponseStart(_, code) {
          status = code;
        },
        onResponseData(_, chunk) {
          chunks.push(chunk);
        },
        onResponseEnd() {
          clearTimeout(timer);
          resolve({ status, text: Buffer.concat(chunks).toString() });
        },
        onResponseError(_, error) {
          clearTimeout(timer);
          reject(error);
        },
      },
    );
  });
}

const late = new Error("No answer came in time.");
