import { decodeCursor, encodeCursor, foreignCursor, type Page, toPage } from "../../../kit/connection.ts";
import { protection, rule } from "../../protection.ts";
import type { HealthAccessContext } from "../context.ts";
import type { RuptureAlert } from "../entities/rupture-alert.ts";
import type { RuptureKind } from "../policies/rupture-words.ts";
import { today } from "../services/today.ts";

const FEEDBACK = rule("CARE_NAVIGATION", "PRESCRIBER_FEEDBACK");

/** Permits first, then counts and pages: an alert about a person who does not share it leaves no trace. */
export async function pageOfAlerts(
  { alerts, enforcement, viewer }: HealthAccessContext,
  { first, after, kind }: { first: number; after?: string | null | undefined; kind?: RuptureKind | null | undefined },
): Promise<Page<RuptureAlert>> {
  const placeOf = placeFor(viewer?.organization ?? null);
  const place = after ? placeIn(after) : null;
  const found = await alerts.ofOrganization(today(), kind ?? null);
  if (found.length === 0) await enforcement.confirmAbsence(FEEDBACK);
  const readable = await enforcement.readable(found, (alert) => protection.recordOf(alert)!, FEEDBACK);
  readable.sort((one, other) => compare(placeOf(one), placeOf(other)));
  const beyond = place ? readable.filter((alert) => compare(placeOf(alert), place) > 0) : readable;
  return toPage(beyond.slice(0, first + 1), first, (alert) => encodeCursor(placeOf(alert)), readable.length);
}

/**
 * Where an alert stands: those of the viewer's own association first, the oldest before the others. Of what another holds
 * neither the order nor the cursor may tell the day, which follows a stricter rule.
 */
const placeFor =
  (organization: string | null) =>
  ({ organizationId, sinceOn, supportId, kind }: RuptureAlert): string[] =>
    organizationId === organization ? ["own", sinceOn, supportId, kind] : ["prescribed", "", supportId, kind];

function placeIn(cursor: string): string[] {
  const place = decodeCursor(cursor, 4);
  if (!place.every((part) => typeof part === "string")) throw foreignCursor();
  return place;
}

function compare(one: readonly string[], other: readonly string[]): number {
  const differs = one.findIndex((part, index) => part !== other[index]);
  if (differs < 0) return 0;
  return one[differs]! < other[differs]! ? -1 : 1;
}
