import { randomUUID } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Logger } from "../kit/logger.ts";
import type { PeerLink } from "../kit/peer-link.ts";
import { during } from "../kit/request-scope.ts";
import { refused } from "./answer-contract.ts";
import { answerType, operationStatus } from "./answer-type.ts";
import type { Applications } from "./applications.ts";
import type { Authenticate } from "./authentication.ts";
import { budgetHeaders } from "./budgets.ts";
import type { Door } from "./door.ts";
import { answerError, RequestRefused } from "./errors.ts";
import { answerFenced, type FencedAnswer } from "./fenced-answer.ts";
import type { AskedText, ExplanationAnswer, Hub, HubAnswer } from "./hub.ts";
import { readIdempotency } from "./idempotency-key.ts";
import type { Limits } from "./limits.ts";
import { preferredLanguage } from "./messages.ts";
import { noteErrors, noteRecord } from "./observed-request.ts";
import { tooComplex } from "./operation-limits.ts";
import { claimedOrganization, readOperation } from "./request-body.ts";
import { hubFailed } from "./request-problems.ts";
import type { RequestRecord } from "./request-record.ts";
import { checkVariables } from "./request-variables.ts";
import { takingWithdrawals } from "./withdrawals/taking-withdrawals.ts";
import type { Withdrawals } from "./withdrawals/withdrawals.ts";

const NOT_ACCEPTABLE = "Answers are application/json or application/graphql-response+json; accept one of them.";

export interface GraphqlRouteOptions {
  readonly hub: () => Hub | undefined;
  readonly authenticate: Authenticate;
  readonly applications: Applications;
  readonly door: Door;
  readonly limits: Limits;
  readonly registry: PeerLink;
  readonly withdrawals?: Withdrawals | undefined;
  readonly logger: Logger;
}

type Served = FencedAnswer | HubAnswer | ExplanationAnswer;
type Serve = (hub: Hub, asked: AskedText, record: RequestRecord) => Promise<Served>;

/**
 * `POST /graphql` runs an operation; `POST /explain`, given the same, tells what running it would need. The two have addresses
 * of their own: a client that forgets a word of its request must not change a record it meant to ask about.
 */
export function addGraphqlRoutes(service: FastifyInstance, options: GraphqlRouteOptions): void {
  const { withdrawals } = options;
  const taking = (hub: Hub) => (withdrawals ? takingWithdrawals(hub, { ...options, withdrawals }) : hub);
  addRoute(
    service,
    "/graphql",
    options,
    (hub, asked, record) => answerFenced(taking(hub), asked, record, options),
    operationStatus,
  );
  // What it answers is no result of GraphQL, whose media types say what a status means.
  addRoute(
    service,
    "/explain",
    options,
    (hub, asked, record) => hub.explain(asked, record),
    (status) => status,
  );
}

/** Who asks, is it one operation, then serve it. */
function addRoute(
  service: FastifyInstance,
  path: string,
  options: GraphqlRouteOptions,
  serve: Serve,
  statusOf: typeof operationStatus,
): void {
  // Before the body is read or anybody recognised.
  const onRequest = async () => options.door.requireRoom();
  service.post(path, { onRequest }, async (request, reply) => {
    reply.header("cache-control", "no-store");
    const identity = await during("authentication", () => options.authenticate(request.raw.rawHeaders));
    const type = answerType(request.headers.accept);
    if (!type) throw new RequestRefused(406, { code: "BAD_USER_INPUT", message: NOT_ACCEPTABLE });
    const asked = readOperation(request.headers, request.body as Buffer | undefined);
    checkVariables(asked.variables, options.limits);
    const operation = { ...asked, query: options.applications.textOf(identity, asked) };
    const hub = options.hub();
    if (!hub) throw new RequestRefused(503, hubFailed, { "retry-after": "2" });
    const record: RequestRecord = {
      requestId: request.id,
      language: preferredLanguage(request.headers["accept-language"]),
      identity,
      claimedOrganization: claimedOrganization(request.headers),
      idempotency: readIdempotency(request.raw.rawHeaders, operation),
      clientGone: signalWhenGone(reply),
      deadlineAt: Date.now() + options.limits.operationTimeoutMs,
      pass: "first",
      viewer: null,
      isViewerVerified: false,
      operationHash: null,
      cost: null,
      budgets: [],
      fetches: [],
      assembled: Object.create(null) as Record<string, unknown>,
      losses: [],
      lost: [],
      sources: new Map(),
      grounds: new Map(),
      hasChanged: false,
    };
    noteRecord(request, record);
    // From here on nothing waits for another turn: what the fence let through is written in the one that heard of it.
    const served = await options.door
      .pass(`${identity.issuer}|${identity.application}`, () => serve(hub, operation, record))
      .catch((error) => refusedBy(error, record, options.limits));
    const { status, headers, result } = served;
    if ("errors" in result) noteErrors(request, result.errors?.map(({ extensions }) => extensions.code) ?? []);
    return reply
      .code(statusOf(status, type))
      .headers({ ...budgetHeaders(record.budgets), ...headers })
      .type(`${type}; charset=utf-8`)
      .send("text" in served ? served.text : JSON.stringify(result));
  });
}

/** Also a request that is refused is told what was found out about it. */
function refusedBy(error: unknown, record: RequestRecord, limits: Limits): HubAnswer {
  if (error instanceof RequestRefused) return refused(error, record, limits);
  throw error;
}

/** Every refusal in the shape of the answer contract, whatever part of the service it comes from. */
export function answerRefusals(service: FastifyInstance, limits: Limits, logger: Logger): void {
  // Ours alone: an id sent by a client could be anybody's data.
  service.setGenReqId(() => randomUUID());
  service.addHook("onRequest", (request, reply, done) => {
    reply.header("x-request-id", request.id);
    const size = request.raw.rawHeaders.reduce((sum, text) => sum + text.length, 0);
    if (size <= limits.headerBytes) done();
    else done(new RequestRefused(431, tooComplex("bytes of headers", limits.headerBytes)));
  });
  service.setNotFoundHandler((request, reply) =>
    sendRefusal(
      request,
      reply,
      new RequestRefused(404, {
        code: "NOT_FOUND",
        message: "There is nothing at this address; operations go to POST /graphql, or to POST /explain.",
      }),
    ),
  );
  service.setErrorHandler((error, request, reply) => sendRefusal(request, reply, asRefusal(error, limits, logger)));
}

function asRefusal(error: unknown, limits: Limits, logger: Logger): RequestRefused {
  if (error instanceof RequestRefused) return error;
  const { code, statusCode } = error as { code?: string; statusCode?: number };
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE")
    return new RequestRefused(413, tooComplex("bytes in its body", limits.bodyBytes));
  if (statusCode && statusCode >= 400 && statusCode < 500)
    return new RequestRefused(statusCode, { code: "BAD_USER_INPUT" });
  logger.error({ err: error }, "a request failed inside the hub");
  return new RequestRefused(503, hubFailed, { "retry-after": "2" });
}

function sendRefusal(request: FastifyRequest, reply: FastifyReply, refusal: RequestRefused): FastifyReply {
  noteErrors(request, [refusal.problem.code]);
  const language = preferredLanguage(request.headers["accept-language"]);
  return reply
    .code(refusal.status)
    .headers(refusal.headers)
    .type(`${answerType(request.headers.accept) ?? "application/json"}; charset=utf-8`)
    .send(
      JSON.stringify({
        errors: [answerError(refusal.problem, request.id, language)],
        extensions: { requestId: request.id },
      }),
    );
}

function signalWhenGone(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once("close", () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
}
