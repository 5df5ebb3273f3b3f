import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { signHop } from "../../kit/sign-hop.ts";
import { loadSigningKey } from "../../kit/signing-key.ts";
import type { RunningSubgraph } from "../../kit/start-subgraph.ts";
import { contracts } from "../../scripts/development/world.ts";
import { careAndConsent } from "../../scripts/journey/care-and-consent.ts";
import { type Ask, createAsk } from "../../scripts/journey/hub-client.ts";
import { play } from "../../scripts/journey/steps.ts";
import { CONTRACT, newStory, type Story } from "../../scripts/journey/story.ts";
import { playStoredOperations } from "../schema/support/play-stored-operations.ts";
import { karim } from "../support/viewers.ts";
import { askAgain } from "./support/ask-again.ts";
import { type Copies, openCopies, portOf } from "./support/open-copies.ts";

// A whole story a test, on a machine that may have other things to do.
jest.setTimeout(120_000);

let copies: Copies;
/** Through the balancer: each connection may reach another gateway. */
let ask: Ask;
/** Through one gateway and the other. */
let askOf: Ask[];

beforeAll(async () => {
  copies = await openCopies();
  const askAt = (url: string) => askAgain(createAsk({ ...copies, endpoint: `${url}/graphql` }));
  ask = askAt(copies.balancers.gateway!.url);
  askOf = copies.gateways.map(({ url }) => askAt(url));
});
afterAll(() => copies?.close());

describe("played through two gateways in turn and two copies of each subgraph, each stored operation", () => {
  let turn = 0;
  playStoredOperations((...question) => askOf[turn++ % askOf.length]!(...question));
});

describe("of a consent", () => {
  let story: Story;
  beforeAll(async () => {
    story = newStory(ask, "bruno");
    await play(careAndConsent, story, () => undefined);
  });
  const linked = async (gateway: Ask) => {
    const { data } = await gateway("karim", CONTRACT, { id: contracts.bruno });
    return data.employmentContract.planExtract;
  };

  test("the withdrawal through one gateway holds at once in all copies, through the other", async () => {
    for (const gateway of askOf) expect((await linked(gateway))?.contentHash).toBe(story.extract.contentHash);
    const withdraw = `mutation { withdrawConsent(input: { consent: "${story.consent}" }) { consent { state } userErrors { code } } }`;
    const { data } = await askOf[0]!("bruno", withdraw);
    expect(data.withdrawConsent).toEqual({ consent: { state: "WITHDRAWN" }, userErrors: [] });
    const reads = Array.from({ length: 12 }, (_, index) => linked(askOf[(index + 1) % 2]!));
    expect(await Promise.all(reads)).toEqual(reads.map(() => null));
  });
});

describe("a hop token", () => {
  const body = JSON.stringify({ query: `{ employmentContract(id: "${contracts.bruno}") { kind } }` });
  const tokenOf = (key = copies.gatewayKey) =>
    signHop(key, { issuer: "gateway", audience: "employment-contracts", viewer: karim, requestId: "test", body });
  const send = async (copy: number, token: string, sent = body) => {
    const answer = await fetch(`${copies.subgraphs["employment-contracts"]![copy]!.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Hub ${token}` },
      body: sent,
    });
    return answer.status;
  };

  test("is good once in each copy, for the bytes it was made for and nothing else", async () => {
    const token = await tokenOf();
    expect(await send(0, token)).toBe(200);
    expect(await send(0, token)).toBe(401);
    expect(await send(1, token, body.replace("kind", "version"))).toBe(401);
    // The bound: what one copy has seen the other has not. docs/scaling.md says what follows from it.
    expect(await send(1, token)).toBe(200);
    expect(await send(1, token)).toBe(401);
  });

  test("signed by a gateway that does not share the key is refused by every copy", async () => {
    const stranger = await loadSigningKey();
    expect(await Promise.all([0, 1].map(async (copy) => send(copy, await tokenOf(stranger))))).toEqual([401, 401]);
  });
});

describe("of the copies of a subgraph", () => {
  /** Reads contracts without pause until `act` is done; gives every answer as the client saw it at first. */
  async function readWhile(act: () => Promise<unknown>) {
    const first = createAsk({ ...copies, endpoint: `${copies.balancers.gateway!.url}/graphql` });
    let isDone = false;
    const seen: { kind: unknown; isRetryable: boolean; again: unknown }[] = [];
    const reader = async () => {
      while (!isDone) {
        const question = [
          "karim",
          "query ($id: ID!) { employmentContract(id: $id) { kind } }",
          { id: contracts.bruno },
        ] as const;
        const { data, errors } = await first(...question);
        const isRetryable =
          errors?.every(({ extensions }) => (extensions as { retryable?: boolean }).retryable) ?? false;
        const again = isRetryable ? (await ask(...question)).data.employmentContract?.kind : undefined;
        seen.push({ kind: data?.employmentContract?.kind, isRetryable, again });
      }
    };
    const readers = Array.from({ length: 4 }, reader);
    await act();
    isDone = true;
    await Promise.all(readers);
    expect(seen.length).toBeGreaterThan(4);
    return seen;
  }
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  const NAME = "employment-contracts";
  test.each<[string, (copy: RunningSubgraph) => Promise<void>]>([
    ["cut off without a word", async (copy) => copies.balancers[NAME]!.cut(portOf(copy))],
    ["stopped", (copy) => copy.close()],
  ])("one may be %s: each read is served, or served when asked again as its error says", async (_, lose) => {
    const [first] = copies.subgraphs[NAME]!;
    const seen = await readWhile(async () => {
      await pause(200);
      await lose(first!);
      await pause(300);
    });
    for (const { kind, isRetryable, again } of seen) expect(isRetryable ? again : kind).toBe("CONTRAT_ENGAGEMENT");
    const { ports } = copies.balancers[NAME]!;
    if (!ports.includes(portOf(first!))) ports.push(portOf(first!));
  });
});
