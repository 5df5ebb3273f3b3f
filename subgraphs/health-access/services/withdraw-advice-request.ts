import type { HealthAccessContext } from "../context.ts";
import { AdviceRequests } from "../repositories/advice-requests.ts";
import { refuseState, requireFound, requireNavigator } from "./refusals.ts";
import { stateAdvice } from "./state-advice.ts";

export interface WithdrawAdviceRequest {
  readonly adviceRequest: string;
}

/** Takes a request back that nobody has answered. A retry is safe: what was taken back stays so. */
export async function withdrawAdviceRequest(context: HealthAccessContext, input: WithdrawAdviceRequest) {
  const navigator = requireNavigator(context.viewer);
  return context.em.transactional(async (em) => {
    const held = await new AdviceRequests(em, navigator).lockHeld(input.adviceRequest);
    const adviceRequest = requireFound(held, "adviceRequest");
    if (adviceRequest.status === "WITHDRAWN") return { adviceRequest };
    if (adviceRequest.status === "ANSWERED")
      throw refuseState("This request has been answered; its answer stays.", ["adviceRequest"]);
    adviceRequest.status = "WITHDRAWN";
    await stateAdvice(em, adviceRequest);
    return { adviceRequest };
  });
}
