import type { EntityManager } from "@mikro-orm/postgresql";
import { Refusal } from "../../../kit/user-error.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import type { Consent } from "../entities/consent.ts";
import { ConsentEvent } from "../entities/consent-event.ts";
import { type ConsentAct, ConsentState, isOver, stateAfter, stateAt } from "../policies/consent-state.ts";

/** Acts that leave the consent what it was, in another version. */
const VERSIONING: ReadonlySet<ConsentAct> = new Set(["narrow", "reconfirm"]);

/** Acts that change something where the state stays: what is permitted, or the notice that is shown. */
const RESTATING: ReadonlySet<ConsentAct> = new Set(["narrow", "offer"]);

/** Who acts, as the event names her. */
export type Actor = Pick<Viewer, "subject" | "organization">;

/**
 * Moves a consent to the state an act leads to, in the running transaction, and appends its event; the database raises
 * the person's epoch with it, so that what was decided before can be told apart. Returns false when there was nothing to
 * do: the consent was there already, or is over.
 * @param details what the act says besides: identifiers, dates and closed words
 * @throws Refusal CONFLICT_VERSION when the act is not possible from the present state
 */
export async function recordAct(
  em: EntityManager,
  actor: Actor,
  consent: Consent,
  act: ConsentAct,
  now: Date,
  shownNoticeHash: string | null = null,
  details: ConsentEvent["details"] = null,
): Promise<boolean> {
  const from = stateAt(consent, now);
  const to = stateAfter(act, from);
  if (!to)
    throw new Refusal("CONFLICT_VERSION", `This consent is ${from}: one cannot ${act} it any more. Read it again.`, [
      "consent",
    ]);
  if (to === from && (!RESTATING.has(act) || isOver(from))) return false;
  consent.state = to;
  if (to !== ConsentState.SUSPENDED) consent.suspensionCause = null;
  if (VERSIONING.has(act)) consent.version += 1;
  if (isOver(to)) consent.endedAt = now;
  appendEvent(em, actor, {
    consentId: consent.id,
    personId: consent.personId,
    act,
    fromState: from,
    toState: to,
    shownNoticeHash,
    details,
  });
  return true;
}

type Act = Pick<
  ConsentEvent,
  "consentId" | "personId" | "act" | "fromState" | "toState" | "shownNoticeHash" | "details"
>;

export function appendEvent(em: EntityManager, actor: Actor, act: Act): void {
  em.persist(
    em.create(ConsentEvent, {
      ...act,
      actorSubject: actor.subject,
      actorOrganizationId: actor.organization,
    } as ConsentEvent),
  );
}
