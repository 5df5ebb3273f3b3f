import { Agent } from "undici";
import { post } from "../../gateway/engine/http-transport.ts";

/** A burst of requests to one contestant. */
export interface Burst {
  readonly origin: string;
  readonly path: string;
  readonly connections: number;
  readonly seconds: number;
  /** It ends earlier when so many are begun. */
  readonly requests: number;
  readonly bodies: readonly string[];
  readonly tokens: readonly string[];
  /** Where in the series of requests this burst begins. */
  readonly from: number;
}

export interface BurstOutcome {
  /** Requests answered, until the last that was begun in time had its answer. */
  readonly answered: number;
  /** Answers that are no 200, or bring errors. */
  readonly failed: number;
  /** How the first of them began. */
  readonly failure: string | undefined;
  readonly seconds: number;
}

/** Asks over so many connections at once, each request another body and another person's. */
async function load(burst: Burst): Promise<BurstOutcome> {
  const { origin, path, connections, seconds, requests, bodies, tokens } = burst;
  const agent = new Agent({ connections });
  const headers = tokens.map((token) => ["content-type", "application/json", "authorization", `Bearer ${token}`]);
  let [next, answered, failed] = [burst.from, 0, 0];
  let failure: string | undefined;
  const startedAt = performance.now();
  const stopsAt = startedAt + seconds * 1_000;
  const askOnAndOn = async () => {
    while (performance.now() < stopsAt && next < burst.from + requests) {
      const index = next++;
      const outcome = await post(agent, {
        origin,
        path,
        headers: headers[index % headers.length]!,
        body: bodies[index % bodies.length]!,
        timeoutMs: 20_000,
        maxBytes: 10_000_000,
      });
      const isWhole = "text" in outcome && outcome.status === 200 && !outcome.text.includes('"errors"');
      answered += 1;
      if (isWhole) continue;
      failed += 1;
      failure ??= "text" in outcome ? outcome.text.slice(0, 200) : outcome.failure;
    }
  };
  await Promise.all(Array.from({ length: connections }, askOnAndOn));
  const outcome = { answered, failed, failure, seconds: (performance.now() - startedAt) / 1_000 };
  await agent.close();
  return outcome;
}

process.on("message", async ({ burst }: { burst?: Burst }) => {
  if (burst) process.send!({ outcome: await load(burst) });
});
process.stdout.write("ready\n");
