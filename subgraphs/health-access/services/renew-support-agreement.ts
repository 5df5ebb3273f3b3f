import type { HealthAccessContext } from "../context.ts";
import { SupportAgreement } from "../entities/support-agreement.ts";
import { addDays, lastDayOf, REMINDER_DAYS } from "../policies/agreement-period.ts";
import { HealthSupports } from "../repositories/health-supports.ts";
import { SupportAgreements } from "../repositories/support-agreements.ts";
import { refuseInput, refuseState, requireFound, requireNavigator } from "./refusals.ts";
import { stateAgreementEnd } from "./state-agreement-end.ts";
import { today } from "./today.ts";

export interface RenewSupportAgreement {
  readonly supportAgreement: string;
  readonly signedOn: string;
}

/**
 * Agrees on a further six months, from the day after an agreement's last on, as an agreement of its own; the earlier one
 * stays as it was. A retry is safe: an agreement is renewed once.
 */
export async function renewSupportAgreement(context: HealthAccessContext, input: RenewSupportAgreement) {
  const navigator = requireNavigator(context.viewer);
  const { signedOn } = input;
  if (signedOn > today()) throw refuseInput("An agreement is recorded once it was signed.", ["signedOn"]);
  return context.em.transactional(async (em) => {
    const agreements = new SupportAgreements(em);
    const agreement = requireFound(await agreements.findHeld(navigator, input.supportAgreement), "supportAgreement");
    const support = (await new HealthSupports(em, navigator).lockHeld(navigator, agreement.supportId))!;
    const renewal = await agreements.findRenewalOf(agreement);
    if (renewal?.signedOn === signedOn) return { supportAgreement: renewal };
    if (renewal) throw refuseState("This agreement has been renewed already.", ["supportAgreement"]);
    if (support.status === "ENDED") throw refuseState("This support has ended.", ["supportAgreement"]);
    if (signedOn < addDays(agreement.endsOn, -REMINDER_DAYS))
      throw refuseInput(`A renewal is signed in the last ${REMINDER_DAYS} days of an agreement.`, ["signedOn"]);
    if (signedOn > agreement.endsOn)
      throw refuseState("This agreement is over: sign another one instead.", ["supportAgreement"]);
    const { supportId, personId, organizationId } = agreement;
    const startsOn = addDays(agreement.endsOn, 1);
    const period = { signedOn, startsOn, endsOn: lastDayOf(startsOn), renewsId: agreement.id };
    const supportAgreement = em.create(SupportAgreement, { supportId, personId, organizationId, ...period });
    await stateAgreementEnd(em, support, supportAgreement);
    return { supportAgreement };
  });
}
