import type { HealthAccessContext } from "../context.ts";
import { AdviceAnswer } from "../entities/advice-answer.ts";
import { AdviceRequests } from "../repositories/advice-requests.ts";
import { refuseState, requireFound, requireVolunteer } from "./refusals.ts";
import { stateAdvice } from "./state-advice.ts";

export interface AnswerAdvice {
  readonly adviceRequest: string;
  readonly text: string;
}

/** Answers a request for advice, for good. A retry is safe: each volunteer answers a request once. */
export async function answerAdvice(context: HealthAccessContext, input: AnswerAdvice) {
  const volunteer = requireVolunteer(context.viewer);
  const { text } = input;
  return context.em.transactional(async (em) => {
    const requests = new AdviceRequests(em, volunteer);
    const adviceRequest = requireFound(await requests.lockHeld(input.adviceRequest), "adviceRequest");
    const given = await requests.findOwnAnswer(volunteer, adviceRequest.id);
    if (given?.text === text) return { adviceRequest };
    if (given) throw refuseState("You have answered this request already; an answer stays as it was.", ["text"]);
    if (adviceRequest.status === "WITHDRAWN") throw refuseState("This request was taken back.", ["adviceRequest"]);
    const { id: requestId, personId, organizationId } = adviceRequest;
    const owner = { requestId, personId, organizationId, authorSubject: volunteer.subject };
    em.create(AdviceAnswer, { ...owner, text, answeredAt: new Date() });
    adviceRequest.status = "ANSWERED";
    await stateAdvice(em, adviceRequest);
    return { adviceRequest };
  });
}
