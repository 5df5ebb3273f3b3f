import type { FastifyInstance } from "fastify";
import type { DecisionAnswers, DecisionQuestions } from "../../kit/decision-client.ts";
import type { SubgraphRuntime } from "../../kit/subgraph.ts";
import type { Viewer } from "../../kit/viewer.ts";
import { decide } from "./repositories/decisions.ts";
import { type Account, readViewer } from "./repositories/viewers.ts";

/**
 * What the registry answers to the other processes of the hub:
 * - `POST /decisions`: a subgraph asks for a viewer, proving with the gateway's own token that the gateway sent it her;
 * - `POST /viewer`: the gateway asks who an account is at this instant.
 */
export function addRoutes(service: FastifyInstance, runtime: SubgraphRuntime, subgraphs: readonly string[]): void {
  service.post("/decisions", async (request): Promise<DecisionAnswers> => {
    const { issuer, requestId } = await runtime.receiveHop(request, subgraphs);
    const { viewerToken, requests } = JSON.parse((request.body as Buffer).toString()) as DecisionQuestions;
    const { viewer } = await runtime.readForwardedViewer(viewerToken, issuer);
    if (!viewer) return { permitted: requests.map(() => false) };
    return { permitted: await decide(runtime.orm.em.fork(), { viewer, askedBy: issuer, requestId }, requests) };
  });
  service.post("/viewer", async (request): Promise<{ viewer: Viewer }> => {
    await runtime.receiveHop(request, ["gateway"]);
    const account = JSON.parse((request.body as Buffer).toString()) as Account;
    return { viewer: await readViewer(runtime.orm.em.fork(), account) };
  });
}
