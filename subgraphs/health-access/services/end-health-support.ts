import { protection, rule } from "../../protection.ts";
import type { HealthAccessContext } from "../context.ts";
import type { SupportOutcome } from "../policies/support-words.ts";
import { HealthSupports } from "../repositories/health-supports.ts";
import { refuseState, requireFound, requireNavigator } from "./refusals.ts";
import { stateAgreementEnd } from "./state-agreement-end.ts";
import { today } from "./today.ts";
import { withdrawWaitingAdvice } from "./withdraw-waiting-advice.ts";

export interface EndHealthSupport {
  readonly healthSupport: string;
  readonly outcome: SupportOutcome;
}

const FEEDBACK = rule("CARE_NAVIGATION", "PRESCRIBER_FEEDBACK");

/**
 * Ends a support. The prescription's subgraph is told that it ended, and its outcome only if the person lets the prescriber
 * know. A retry is safe: ending again with the same outcome changes nothing and tells nobody twice.
 */
export async function endHealthSupport(context: HealthAccessContext, input: EndHealthSupport) {
  const navigator = requireNavigator(context.viewer);
  return context.em.transactional(async (em) => {
    const supports = new HealthSupports(em, navigator);
    const support = requireFound(await supports.lockHeld(navigator, input.healthSupport), "healthSupport");
    if (support.status === "ENDED" && support.outcome === input.outcome) return { healthSupport: support };
    if (support.status === "ENDED") throw refuseState("This support ended with another outcome.", ["outcome"]);

    support.status = "ENDED";
    support.endedOn = today();
    support.outcome = input.outcome;
    const { prescriptionId: prescription, prescriberOrganizationId: prescriber } = support;
    const record = protection.recordOf(support)!;
    const isPrescriberTold = await context.enforcement.isPermitted(record, FEEDBACK, "NOTIFY", [prescriber]);
    const data = { prescription, outcome: isPrescriberTold ? input.outcome : null };
    await stateAgreementEnd(em, support, null);
    await withdrawWaitingAdvice(em, support);
    await context.publish(em, { type: "support.ended", subject: support.id, data });
    return { healthSupport: support };
  });
}
