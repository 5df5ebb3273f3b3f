import type { EntityManager } from "@mikro-orm/postgresql";
import type { HealthSupport } from "../entities/health-support.ts";
import { AdviceRequests } from "../repositories/advice-requests.ts";
import { stateAdvice } from "./state-advice.ts";

/** Takes back what nobody has answered about a support that ends: nobody needs to read it any more. */
export async function withdrawWaitingAdvice(em: EntityManager, { id }: HealthSupport): Promise<void> {
  for (const request of await new AdviceRequests(em, null).lockWaiting(id)) {
    request.status = "WITHDRAWN";
    await stateAdvice(em, request);
  }
}
