import type { EntityManager } from "@mikro-orm/postgresql";
import type { Consent } from "../entities/consent.ts";
import type { SuspensionCause } from "../policies/suspension-cause.ts";
import { type Actor, recordAct } from "./record-act.ts";

/**
 * Suspends a consent the running transaction has locked: it permits nothing until it is confirmed. One that is suspended
 * already keeps its cause. Returns whether anything changed.
 * @throws Refusal CONFLICT_VERSION when it is not in force
 */
export async function suspendForCause(
  em: EntityManager,
  actor: Actor,
  consent: Consent,
  cause: SuspensionCause,
  now: Date,
): Promise<boolean> {
  const hasChanged = await recordAct(em, actor, consent, "suspend", now, null, { cause });
  if (hasChanged) consent.suspensionCause = cause;
  return hasChanged;
}
