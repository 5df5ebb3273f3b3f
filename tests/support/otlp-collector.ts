import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** One span as a collector receives it. */
export interface ReceivedSpan {
  /** Name of the process that sent it. */
  readonly process: string;
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly facts: Readonly<Record<string, string | number | boolean>>;
}

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, string | number | boolean>>;
}

/** A collector of OpenTelemetry traces over HTTP, in JSON; with `answers`, one that is in a bad way. */
export async function startCollector(answers: "well" | "with 500" | "never" = "well") {
  const received: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    received.push(Buffer.concat(chunks).toString());
    if (answers !== "never") response.writeHead(answers === "well" ? 200 : 500).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Everything it was sent, as text. */
    received,
    spans: (): ReceivedSpan[] => received.flatMap(spansOf),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function spansOf(body: string): ReceivedSpan[] {
  const { resourceSpans } = JSON.parse(body);
  return resourceSpans.flatMap(
    ({ resource, scopeSpans }: { resource: { attributes: Attribute[] }; scopeSpans: { spans: never[] }[] }) =>
      scopeSpans.flatMap(({ spans }) =>
        spans.map(({ name, traceId, spanId, parentSpanId = "", attributes }) => ({
          process: factsOf(resource.attributes)["service.name"],
          name,
          traceId,
          spanId,
          parentSpanId,
          facts: factsOf(attributes),
        })),
      ),
  );
}

const factsOf = (attributes: readonly Attribute[]): Record<string, string | number | boolean> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]!]));
