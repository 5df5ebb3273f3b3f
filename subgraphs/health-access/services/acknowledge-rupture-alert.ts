import type { HealthAccessContext } from "../context.ts";
import { RuptureAcknowledgement } from "../entities/rupture-acknowledgement.ts";
import { ACKNOWLEDGED_FOR_DAYS, type RuptureAction, type RuptureKind } from "../policies/rupture-words.ts";
import { HealthSupports } from "../repositories/health-supports.ts";
import { RuptureAlerts } from "../repositories/rupture-alerts.ts";
import { refuseInput, refuseState, requireFound, requireNavigator } from "./refusals.ts";
import { inDays, today } from "./today.ts";

export interface AcknowledgeRuptureAlert {
  readonly healthSupport: string;
  readonly kind: RuptureKind;
  /** The latest fact of the alert that was read before. */
  readonly latestFactAt: Date;
  readonly nextAction: RuptureAction;
  readonly actBeforeOn: string;
}

/**
 * Says what is done next about an alert, and until which day it stays silent; a later fact raises it again before. A retry
 * is safe: the same decision about the same facts is the one recorded already.
 */
export async function acknowledgeRuptureAlert(context: HealthAccessContext, input: AcknowledgeRuptureAlert) {
  const navigator = requireNavigator(context.viewer);
  const { kind, latestFactAt, nextAction, actBeforeOn } = input;
  if (actBeforeOn < today() || actBeforeOn > inDays(ACKNOWLEDGED_FOR_DAYS))
    throw refuseInput(`Give a day from today on, ${ACKNOWLEDGED_FOR_DAYS} days ahead at most.`, ["actBeforeOn"]);
  return context.em.transactional(async (em) => {
    const support = requireFound(
      await new HealthSupports(em, navigator).lockHeld(navigator, input.healthSupport),
      "healthSupport",
    );
    const alerts = new RuptureAlerts(em, navigator);
    const decided = { supportId: support.id, kind, latestFactAt, nextAction, actBeforeOn };
    const recorded = await alerts.findAcknowledgement(decided);
    if (recorded) return { acknowledgement: recorded };
    const alert = await alerts.find(support.id, kind, today());
    if (!alert) throw refuseState("This support has no such alert now; read the list again.", ["kind"]);
    if (alert.latestFactAt.getTime() !== latestFactAt.getTime())
      throw refuseState("There is a later fact; read the alert again.", ["latestFactAt"]);

    const { personId, organizationId } = support;
    const owner = { personId, organizationId, authorSubject: navigator.subject };
    return { acknowledgement: em.create(RuptureAcknowledgement, { ...decided, ...owner, acknowledgedAt: new Date() }) };
  });
}
