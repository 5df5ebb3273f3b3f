import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestHub } from "./open-test-hub.ts";

const REQUEST_STARTED = "http.server.request.start";

/** What one act cost between the processes of the hub: calls as `subgraph path`, statements by subgraph. */
export interface Cost {
  readonly calls: string[];
  readonly statements: Record<string, number>;
}

/** Counts every call that reaches a subgraph, over HTTP or in this process, and every SQL statement, while `act` runs. */
export async function countCalls<Result>(hub: TestHub, act: () => Promise<Result>): Promise<Cost & { result: Result }> {
  const nameOf = new Map(Object.values(hub.subgraphs).map(({ name, url }) => [Number(new URL(url).port), name]));
  const calls: string[] = [];
  const note = (message: unknown) => {
    const { request, server } = message as { request: IncomingMessage; server: Server };
    const name = nameOf.get((server.address() as AddressInfo | null)?.port ?? 0);
    // Keys are fetched once per process, whatever is asked.
    if (name && request.method === "POST") calls.push(`${name} ${request.url}`);
  };
  const doors = [...hub.doors];
  for (const [url, answer] of doors) {
    hub.doors.set(url, (call) => {
      calls.push(`${nameOf.get(Number(new URL(url).port))} /graphql`);
      return answer(call);
    });
  }
  for (const list of Object.values(hub.statements)) list.length = 0;
  subscribe(REQUEST_STARTED, note);
  try {
    const result = await act();
    const statements = Object.entries(hub.statements).flatMap(([name, list]) =>
      list.length > 0 ? [[name, list.length] as const] : [],
    );
    return { result, calls: calls.sort(), statements: Object.fromEntries(statements) };
  } finally {
    unsubscribe(REQUEST_STARTED, note);
    for (const [url, answer] of doors) hub.doors.set(url, answer);
  }
}
