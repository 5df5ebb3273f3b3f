import { createLogger } from "../../../kit/logger.ts";
import { loadSigningKey, type SigningKey } from "../../../kit/signing-key.ts";
import { noTracer } from "../../../kit/span.ts";
import { draws } from "../../gateway/engine/support/draws.ts";
import { openTestHub, type TestHub } from "../../support/open-test-hub.ts";
import { liveOn } from "./canary-world.ts";
import { Oracle } from "./oracle.ts";
import { type Planted, plant } from "./plant.ts";
import { type Taps, tapHub } from "./tap.ts";

export interface CanaryHub {
  readonly hub: TestHub;
  readonly planted: Planted;
  readonly oracle: Oracle;
  readonly taps: Taps;
  /** The gateway's own key: with it the sources are asked as the gateway asks them. */
  readonly gatewayKey: SigningKey;
  /** What the processes logged since the canaries stand. */
  readonly lines: readonly string[];
  close(): Promise<void>;
}

/** A hub in which every value about a person is like no other, and every answer of every process is judged. */
export async function openCanaryHub(seed: number): Promise<CanaryHub> {
  const lines: string[] = [];
  const gatewayKey = await loadSigningKey();
  const hub = await openTestHub({
    signingKey: gatewayKey,
    // What one random operation asks may be more than a client would.
    limits: { cost: 1_000_000, lookups: 1_000 },
    telling: {
      loggerOf: (name) => createLogger(name, "debug", { write: (line) => void lines.push(line) }),
      tracerOf: () => noTracer,
      metrics: { host: "127.0.0.1", port: 0 },
    },
  });
  try {
    await liveOn(hub, draws(seed));
    const planted = await plant(hub);
    const oracle = new Oracle(hub, planted);
    const taps = await tapHub(hub, (hop) => oracle.judgeHop(hop));
    taps.reach("over TCP");
    lines.length = 0;
    const close = async () => {
      await hub.close();
      await taps.close();
    };
    return { hub, planted, oracle, taps, gatewayKey, lines, close };
  } catch (error) {
    await hub.close();
    throw error;
  }
}
