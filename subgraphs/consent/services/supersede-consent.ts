import type { EntityManager } from "@mikro-orm/postgresql";
import type { Consent } from "../entities/consent.ts";
import { isOver, stateAt } from "../policies/consent-state.ts";
import { lockReplaced } from "../repositories/consents.ts";
import { type Actor, recordAct } from "./record-act.ts";

/**
 * Ends the consent that `successor` replaces, in the transaction in which that one is given: there is no instant with both, or
 * with neither. What was withdrawn or ran out meanwhile stays as it is.
 */
export async function supersedeConsent(em: EntityManager, actor: Actor, successor: Consent, now: Date): Promise<void> {
  const replaced = await lockReplaced(em, successor);
  if (!replaced || isOver(stateAt(replaced, now))) return;
  await recordAct(em, actor, replaced, "supersede", now, null, { by: successor.id });
}
