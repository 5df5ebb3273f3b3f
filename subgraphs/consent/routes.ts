import type { FastifyInstance } from "fastify";
import type { Consultation } from "../../kit/consultation.ts";
import type { Decided, Ground } from "../../kit/decision.ts";
import type { DecisionQuestions } from "../../kit/decision-client.ts";
import type { SubgraphRuntime } from "../../kit/subgraph.ts";
import { MANDATE_GROUND, type MandateGroundAnswers, type MandateGroundQuestions } from "../mandate-ground.ts";
import { forgetFullBudgets } from "./repositories/budgets.ts";
import { decide } from "./repositories/decisions.ts";
import { type Fenced, fence } from "./repositories/fence.ts";
import { forgetOldItems } from "./repositories/inbox.ts";
import { judgeMandateGrounds } from "./repositories/mandate-ground.ts";
import { type Account, type Recognised, recognise } from "./repositories/viewers.ts";
import { type TakenWithdrawals, takeWithdrawals, type WrittenWithdrawals } from "./services/take-withdrawals.ts";

/** A budget is full again after a minute at most: as many rows are kept as were asked about in two. */
const FORGET_EVERY_MS = 60_000;

/**
 * What the registry answers to the other processes of the hub:
 * - `POST /decisions`: a subgraph asks for a viewer, proving with the gateway's own token that the gateway sent it her;
 * - `POST /mandate-ground`: social services ask whether an organisation works where a person lives, before it is her référent;
 * - `POST /fence`: the gateway asks, just before an answer leaves, whether what it rests on still holds;
 * - `POST /viewer`: the gateway asks who an account is at this instant, and takes what the request costs;
 * - `POST /withdrawals`: the gateway tells which withdrawals it has written down.
 */
export function addRoutes(service: FastifyInstance, runtime: SubgraphRuntime, subgraphs: readonly string[]): void {
  service.post("/decisions", async (request): Promise<Decided> => {
    const { issuer, requestId } = await runtime.receiveHop(request, subgraphs);
    const { viewerToken, requests } = JSON.parse((request.body as Buffer).toString()) as DecisionQuestions;
    const { viewer } = await runtime.readForwardedViewer(viewerToken, issuer);
    if (!viewer) return { permitted: requests.map(() => false), grounds: [] };
    return decide(runtime.orm.em.fork(), { viewer, askedBy: issuer, requestId }, requests);
  });
  service.post(MANDATE_GROUND, async (request): Promise<MandateGroundAnswers> => {
    const { issuer } = await runtime.receiveHop(request, ["social-services"]);
    const { viewerToken, question } = JSON.parse(
      (request.body as Buffer).toString(),
    ) as Consultation<MandateGroundQuestions>;
    const { viewer } = await runtime.readForwardedViewer(viewerToken, issuer);
    if (!viewer) return { answers: question.asked.map(() => "OUTSIDE") };
    return { answers: await judgeMandateGrounds(runtime.orm.em.fork(), question.asked) };
  });
  service.post("/fence", async (request): Promise<Fenced> => {
    const { viewer } = await runtime.receiveHop(request, ["gateway"]);
    const { grounds } = JSON.parse((request.body as Buffer).toString()) as { grounds: readonly Ground[] };
    return fence(runtime.orm.em.fork(), viewer, grounds);
  });
  service.post("/viewer", async (request): Promise<Recognised> => {
    await runtime.receiveHop(request, ["gateway"]);
    const account = JSON.parse((request.body as Buffer).toString()) as Account;
    return recognise(runtime.orm.em.fork(), account);
  });
  service.post("/withdrawals", async (request): Promise<TakenWithdrawals> => {
    await runtime.receiveHop(request, ["gateway"]);
    const written = JSON.parse((request.body as Buffer).toString()) as WrittenWithdrawals;
    return takeWithdrawals(runtime.orm.em.fork(), written);
  });
  const forgetting = setInterval(() => {
    // A database that is away is none of this timer's business: the next request says so.
    forgetFullBudgets(runtime.orm.em.fork()).catch(() => undefined);
    forgetOldItems(runtime.orm.em.fork()).catch(() => undefined);
  }, FORGET_EVERY_MS);
  service.addHook("onClose", async () => clearInterval(forgetting));
}
