import { setTimeout as pause } from "node:timers/promises";
import type { Limits } from "../../../gateway/limits.ts";
import type { LinkedPlan } from "../../support/linked-plan.ts";
import { type EndingAct, endingActs, operationOf, signInAs } from "./ending-acts.ts";
import { type Copies, type CopiesOptions, openCopies } from "./open-copies.ts";
import { type PausingPeer, startPausingPeer } from "./pausing-peer.ts";

const MOST_ATTEMPTS = 60;

export interface Received {
  readonly body: string;
  // biome-ignore lint/suspicious/noExplicitAny: the shape is the question's
  readonly data: any;
  readonly codes: readonly string[];
  readonly requestId: string;
  /** When it was asked and when its first byte had come, on the clock of this process. */
  readonly askedAt: number;
  readonly firstByteAt: number;
}

/** Two gateways that may be held up on their way to the subgraph with the plans, and to the registry. */
export interface FencedHub {
  readonly copies: Copies;
  readonly health: PausingPeer;
  readonly registry: PausingPeer;
  /** Asks one of the two gateways; an even number is the first. */
  ask(
    gateway: number,
    who: Reader,
    query: string,
    variables: object,
    headers?: Record<string, string>,
  ): Promise<Received>;
  /** Ends what permits a plan to be shown; resolves to when that was sent and when it was acknowledged. */
  end(act: EndingAct, plan: LinkedPlan, gateway: number): Promise<Ended>;
  close(): Promise<void>;
}

export type Reader = "karim" | EndingAct["by"];

export interface Ended {
  readonly sentAt: number;
  readonly acknowledgedAt: number;
}

/** Held up as long as a test likes, a call ends by what it is told and not by its time. */
const PATIENT: Partial<Limits> = {
  registryTimeoutMs: 10_000,
  sourceTimeoutMs: 30_000,
  operationTimeoutMs: 60_000,
  operationWaitMs: 30_000,
};

export async function openFencedHub(options: Pick<CopiesOptions, "isDirectoryEmpty"> = {}): Promise<FencedHub> {
  const copies = await openCopies({ ...options, limits: PATIENT });
  const health = await startPausingPeer(copies.peers["health-access"]!);
  const registry = await startPausingPeer(copies.peers.consent!);
  const names = new Set<Reader>(["karim", ...Object.values(endingActs).map(({ by }) => by)]);
  const tokens = new Map<Reader, string>();
  for (const name of names) tokens.set(name, await copies.tokenOf(name));
  // What both gateways call; subgraphs and their decisions go through the same registry.
  copies.peers["health-access"] = health.url;
  copies.peers.consent = registry.url;
  const ask: FencedHub["ask"] = async (gateway, who, query, variables, headers = {}) => {
    const askedAt = performance.now();
    const answer = await fetch(`${copies.gateways[gateway % 2]!.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${tokens.get(who)}`, ...headers },
      body: JSON.stringify({ query, variables }),
    });
    const firstByteAt = performance.now();
    const body = await answer.text();
    const { data, errors = [], extensions } = JSON.parse(body);
    const codes = errors.map((error: { extensions: { code: string } }) => error.extensions.code);
    return { body, data, codes, requestId: extensions?.requestId ?? "", askedAt, firstByteAt };
  };
  return {
    copies,
    health,
    registry,
    ask,
    async end(act, plan, gateway) {
      if (act.isHerOwn) await signInAs(copies, act.by, plan);
      const input = await act.input(plan, copies);
      for (let attempt = 1; ; attempt++) {
        const { data, codes, askedAt, firstByteAt } = await ask(gateway, act.by, operationOf(act), { input });
        const errors = data?.[act.field]?.userErrors;
        if (errors?.length === 0) return { sentAt: askedAt, acknowledgedAt: firstByteAt };
        // A machine with much to do may lose a call; each of these acts can be sent as often as one likes.
        if (errors || attempt === MOST_ATTEMPTS)
          throw new Error(`${act.field} was not done: ${JSON.stringify(errors ?? codes)}`);
        await pause(100);
      }
    },
    async close() {
      await copies.close();
      await Promise.all([health.close(), registry.close()]);
    },
  };
}

/** Whether an answer holds anything of a plan. */
export const shows = ({ body }: Received, { extract, contentHash }: LinkedPlan): boolean =>
  body.includes(extract) || body.includes(contentHash);
