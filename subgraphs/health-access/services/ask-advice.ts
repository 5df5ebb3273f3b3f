import type { HealthAccessContext } from "../context.ts";
import { AdviceRequest } from "../entities/advice-request.ts";
import type { AdviceTheme } from "../policies/advice-words.ts";
import { AdviceRequests } from "../repositories/advice-requests.ts";
import { HealthSupports } from "../repositories/health-supports.ts";
import { refuseState, requireFound, requireNavigator } from "./refusals.ts";
import { stateAdvice } from "./state-advice.ts";

/** `requestKey` is a uuid the client chooses once for this act; `question` names nobody. */
export interface AskAdvice {
  readonly requestKey: string;
  readonly healthSupport: string;
  readonly theme: AdviceTheme;
  readonly question: string;
}

/**
 * Asks the volunteer medical staff of the navigator's association for advice about a support under way. A retry under the same
 * `requestKey` returns the first attempt.
 */
export async function askAdvice(context: HealthAccessContext, input: AskAdvice) {
  const navigator = requireNavigator(context.viewer);
  const { requestKey, theme, question } = input;
  return context.em.transactional(async (em) => {
    const supports = new HealthSupports(em, navigator);
    const support = requireFound(await supports.lockHeld(navigator, input.healthSupport), "healthSupport");
    const asked = await new AdviceRequests(em, navigator).ownByRequestKey(navigator, requestKey);
    if (asked?.supportId === support.id && asked.theme === theme && asked.question === question)
      return { adviceRequest: asked };
    if (asked) throw refuseState("This key was used for another request; choose a new one.", ["requestKey"]);
    if (support.status === "ENDED") throw refuseState("This support has ended.", ["healthSupport"]);
    const { id: supportId, personId, organizationId } = support;
    const adviceRequest = em.create(AdviceRequest, {
      supportId,
      personId,
      organizationId,
      authorSubject: navigator.subject,
      requestKey,
      theme,
      question,
      status: "ASKED",
      askedAt: new Date(),
    });
    await stateAdvice(em, adviceRequest);
    return { adviceRequest };
  });
}
