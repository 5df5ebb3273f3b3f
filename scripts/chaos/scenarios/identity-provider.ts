import { untilReady } from "../../hub/spawned-process.ts";
import type { ApartHub } from "../apart-hub.ts";
import { learnReads, type Read } from "../reads.ts";
import type { Scenario } from "../scenario.ts";
import { until } from "../until.ts";

/** Unknown keys are looked for at most this often. */
const COOL_DOWN_SECONDS = 30;

export const identityProviderGone: Scenario = {
  id: "R25",
  promise:
    "the identity provider gone, hanging or slow: known keys go on, and a gateway started without it tells an outage until it is back",
  async run(hub) {
    const broken: string[] = [];
    const reads = await learnReads(hub);
    const [, copy] = hub.gateways;
    hub.issuer.turn("shut");
    for (const read of reads) {
      const { codes, breach } = await hub.client.ask(read);
      if (breach || codes.length > 0) broken.push(`with known keys it was told ${breach ?? codes.join(" ")}`);
    }
    await hub.processOf(copy!).end("SIGKILL");
    hub.start(copy!);
    await untilReady(hub.processOf(copy!), 180);
    const refused = await askCopy(hub, reads[0]!);
    if (refused.status !== 503 || refused.codes[0] !== "SOURCE_UNAVAILABLE")
      broken.push(`a gateway that knows no keys told ${refused.status} ${refused.codes.join(" ")}`);
    hub.issuer.turn("held");
    const held = await askCopy(hub, reads[0]!);
    if (held.status !== 503 || held.ms > 15_000)
      broken.push(`with a provider that hangs it told ${held.status} after ${held.ms} ms`);
    hub.issuer.turn("open");
    hub.issuer.delayMs = 500;
    const healedAfterMs = await until(async () => (await askCopy(hub, reads[0]!)).status === 200, 20);
    if (healedAfterMs === undefined) broken.push("it does not heal when the provider is back, slow");
    hub.issuer.delayMs = 0;
    return { broken, facts: { healedAfterMs: healedAfterMs ?? "never" } };
  },
};

export const keysRotated: Scenario = {
  id: "R25",
  promise: "the identity provider signs with new keys: they are taken without a restart",
  isLong: true,
  async run(hub) {
    const broken: string[] = [];
    const reads = await learnReads(hub);
    await hub.rotateKeys();
    hub.client.forgetTokens();
    const rotatedAfterMs = await until(async () => {
      const told = await Promise.all(hub.gateways.map((name) => hub.client.askOne(hub.processOf(name).url, reads[0]!)));
      return told.every(({ status }) => status === 200);
    }, COOL_DOWN_SECONDS + 20);
    if (rotatedAfterMs === undefined) broken.push("new keys are not taken");
    return { broken, facts: { rotatedAfterMs: rotatedAfterMs ?? "never" } };
  },
};

const askCopy = (hub: ApartHub, read: Read) => hub.client.askOne(hub.processOf(hub.gateways[1]!).url, read);
