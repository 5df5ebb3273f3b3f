import { Agent } from "undici";
import { post } from "../../gateway/engine/http-transport.ts";
import type { SourceError } from "../../gateway/engine/transport.ts";
import { openBareExecutor, type Question } from "./bare-executor.ts";
import { createBareTransport } from "./bare-transport.ts";
import { createJsonServer } from "./json-server.ts";
import { listen } from "./listen.ts";
import { readArguments } from "./process-arguments.ts";

/**
 * The least work any gateway in JavaScript does: the calls of a question, known by heart, in their order; every answer
 * parsed; one answer, known by heart, made JSON. The first time it meets a question it learns both from the engine.
 */
interface Call {
  readonly origin: string;
  readonly path: string;
  readonly body: string;
  /** Calls that are made once this one is answered. */
  readonly followers: Call[];
}

interface Learnt {
  readonly first: readonly Call[];
  readonly answer: object;
}

const { supergraph } = await readArguments();
const executor = await openBareExecutor(supergraph);
const transportFor = createBareTransport(executor.urls);
const dispatcher = new Agent({ connections: 128, keepAliveTimeout: 30_000 });
const known = new Map<string, Learnt>();

async function learn(question: Question, authorization: string | undefined): Promise<Learnt> {
  const first: Call[] = [];
  let answered: Call | undefined;
  const send = transportFor(authorization);
  const answer = await executor.answer(question, async (call) => {
    const { origin, pathname } = new URL(executor.urls.get(call.source)!);
    const body = call.body();
    const made: Call = { origin, path: pathname, body, followers: [] };
    (answered?.followers ?? first).push(made);
    const outcome = await send({ ...call, body: () => body });
    answered = made;
    return outcome;
  });
  return { first, answer };
}

async function replay(call: Call, headers: string[]): Promise<void> {
  const { origin, path, body, followers } = call;
  const outcome = await post(dispatcher, { origin, path, headers, body, timeoutMs: 30_000, maxBytes: 2 ** 28 });
  if (!("text" in outcome)) throw new Error(outcome.failure);
  const { errors } = JSON.parse(outcome.text) as { errors?: SourceError[] };
  if (errors) throw new Error("A source answered with errors.");
  await Promise.all(followers.map((one) => replay(one, headers)));
}

const server = createJsonServer(async (body, authorization = "") => {
  const learnt = known.get(body);
  if (learnt) {
    const headers = ["content-type", "application/json", "accept", "application/json", "authorization", authorization];
    await Promise.all(learnt.first.map((call) => replay(call, headers)));
    return JSON.stringify(learnt.answer);
  }
  const fresh = await learn(JSON.parse(body) as Question, authorization);
  known.set(body, fresh);
  return JSON.stringify(fresh.answer);
});
process.stdout.write(`${await listen(server, 0)}/graphql\n`);
