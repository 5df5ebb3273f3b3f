import { rule } from "../../protection.ts";
import type { HealthAccessContext } from "../context.ts";
import type { HealthSupport } from "../entities/health-support.ts";

const NAVIGATION = rule("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION");

/**
 * What was loaded of supports. Where there is none the registry is asked all the same: otherwise its outage would be an
 * error for the accompanied and an empty answer for the others, and so tell who is accompanied.
 */
export async function supportOrAbsence<Loaded extends HealthSupport | HealthSupport[] | null>(
  { enforcement }: HealthAccessContext,
  loading: Promise<Loaded>,
): Promise<Loaded> {
  const loaded = await loading;
  if (loaded === null || (Array.isArray(loaded) && loaded.length === 0)) await enforcement.confirmAbsence(NAVIGATION);
  return loaded;
}
