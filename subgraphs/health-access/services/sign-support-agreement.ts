import type { HealthAccessContext } from "../context.ts";
import { SupportAgreement } from "../entities/support-agreement.ts";
import { LEAST_DISCIPLINES, lastDayOf } from "../policies/agreement-period.ts";
import { HealthSupports } from "../repositories/health-supports.ts";
import { SupportAgreements } from "../repositories/support-agreements.ts";
import { refuseInput, refuseState, requireFound, requireNavigator } from "./refusals.ts";
import { stateAgreementEnd } from "./state-agreement-end.ts";
import { today } from "./today.ts";

export interface SignSupportAgreement {
  readonly healthSupport: string;
  readonly signedOn: string;
  readonly startsOn: string;
}

/**
 * Records the first agreement of a support, which binds for six months, once a diagnosis of several disciplines was
 * established. A retry is safe: the same day of beginning is the one recorded already.
 */
export async function signSupportAgreement(context: HealthAccessContext, input: SignSupportAgreement) {
  const navigator = requireNavigator(context.viewer);
  const { signedOn, startsOn } = input;
  if (signedOn > today()) throw refuseInput("An agreement is recorded once it was signed.", ["signedOn"]);
  if (startsOn < signedOn) throw refuseInput("An agreement begins on the day it is signed, or later.", ["startsOn"]);
  return context.em.transactional(async (em) => {
    const held = await new HealthSupports(em, navigator).lockHeld(navigator, input.healthSupport);
    const support = requireFound(held, "healthSupport");
    const agreements = new SupportAgreements(em);
    const latest = await agreements.latest(support.id);
    if (latest?.startsOn === startsOn && latest.signedOn === signedOn) return { supportAgreement: latest };
    if (support.status === "ENDED") throw refuseState("This support has ended.", ["healthSupport"]);
    if (latest && startsOn <= latest.endsOn)
      throw refuseState(`An agreement runs until ${latest.endsOn}: renew it for the time after.`, ["startsOn"]);
    if (!(await agreements.isDiagnosedBy(support.id, signedOn)))
      throw refuseState(`Record a diagnosis of at least ${LEAST_DISCIPLINES} disciplines before the agreement.`, [
        "healthSupport",
      ]);
    const { id: supportId, personId, organizationId } = support;
    const period = { signedOn, startsOn, endsOn: lastDayOf(startsOn), renewsId: null };
    const supportAgreement = em.create(SupportAgreement, { supportId, personId, organizationId, ...period });
    await stateAgreementEnd(em, support, supportAgreement);
    return { supportAgreement };
  });
}
