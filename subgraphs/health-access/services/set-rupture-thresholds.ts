import type { HealthAccessContext } from "../context.ts";
import { RuptureAlerts } from "../repositories/rupture-alerts.ts";
import { requireNavigator } from "./refusals.ts";

export interface SetRuptureThresholds {
  readonly daysWithoutContact: number;
  readonly missedInARow: number;
}

/** Sets when the navigator's association is alerted. A retry is safe: the same thresholds change nothing. */
export async function setRuptureThresholds(context: HealthAccessContext, input: SetRuptureThresholds) {
  const navigator = requireNavigator(context.viewer);
  const { daysWithoutContact, missedInARow } = input;
  const thresholds = { organizationId: navigator.organization, daysWithoutContact, missedInARow };
  return context.em.transactional(async (em) => ({
    ruptureThresholds: await new RuptureAlerts(em, navigator).setThresholds(thresholds),
  }));
}
