import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

const REQUEST_STARTED = "http.server.request.start";

/** POST requests that any server of this process receives while `act` runs, by path. */
export async function countTraffic(act: () => Promise<void>): Promise<Record<string, number>> {
  const received: Record<string, number> = {};
  const note = (message: unknown) => {
    const { method, url = "" } = (message as { request: IncomingMessage }).request;
    if (method === "POST") received[url] = (received[url] ?? 0) + 1;
  };
  subscribe(REQUEST_STARTED, note);
  try {
    await act();
    return received;
  } finally {
    unsubscribe(REQUEST_STARTED, note);
  }
}
