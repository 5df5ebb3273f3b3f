import type { HealthAccessContext } from "../context.ts";
import { RuptureAlerts } from "../repositories/rupture-alerts.ts";
import { requireNavigator } from "./refusals.ts";

export interface SetRuptureThresholds {
  readonly daysWithoutContact: number;
  readonly missedInARow: number;
  /** What was set before stays without it. */
  readonly daysBeforeAgreementEnds?: number | null;
}

/** Sets when the navigator's association is alerted. A retry is safe: the same thresholds change nothing. */
export async function setRuptureThresholds(context: HealthAccessContext, input: SetRuptureThresholds) {
  const navigator = requireNavigator(context.viewer);
  const { daysWithoutContact, missedInARow } = input;
  return context.em.transactional(async (em) => {
    const alerts = new RuptureAlerts(em, navigator);
    const before = await alerts.thresholdsOf(navigator);
    const daysBeforeAgreementEnds = input.daysBeforeAgreementEnds ?? before.daysBeforeAgreementEnds;
    const { organizationId } = before;
    const thresholds = { organizationId, daysWithoutContact, missedInARow, daysBeforeAgreementEnds };
    return { ruptureThresholds: await alerts.setThresholds(thresholds) };
  });
}
