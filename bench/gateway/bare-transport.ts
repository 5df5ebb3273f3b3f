import { Agent } from "undici";
import { post } from "../../gateway/engine/http-transport.ts";
import type { SourceError, Transport } from "../../gateway/engine/transport.ts";

/** Asks the sources at their URLs, passing on the client's token, and believes what they send. */
export function createBareTransport(
  urls: ReadonlyMap<string, string>,
): (authorization: string | undefined) => Transport<string> {
  const dispatcher = new Agent({ connections: 128, keepAliveTimeout: 30_000 });
  const addresses = new Map(
    [...urls].map(([source, url]) => {
      const { origin, pathname, search } = new URL(url);
      return [source, { origin, path: pathname + search }];
    }),
  );
  return (authorization) => {
    const headers = ["content-type", "application/json", "accept", "application/json"];
    if (authorization) headers.push("authorization", authorization);
    return async ({ source, body }) => {
      const call = { ...addresses.get(source)!, headers, body: body(), timeoutMs: 30_000, maxBytes: 2 ** 28 };
      const outcome = await post(dispatcher, call);
      if ("failure" in outcome) return { failure: outcome.failure };
      try {
        const { data = null, errors = [] } = JSON.parse(outcome.text) as { data?: null; errors?: SourceError[] };
        return { data, errors };
      } catch {
        return { failure: "no JSON" };
      }
    };
  };
}
