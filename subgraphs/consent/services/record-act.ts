import type { EntityManager } from "@mikro-orm/postgresql";
import { Refusal } from "../../../kit/user-error.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import type { Consent } from "../entities/consent.ts";
import { ConsentEvent } from "../entities/consent-event.ts";
import { type ConsentAct, stateAfter, stateAt } from "../policies/consent-state.ts";

/**
 * Moves a consent to the state an act leads to, in the running transaction, and appends its event; the database raises
 * the person's epoch with it, so that what was decided before can be told apart. Returns false when the consent was there already.
 * @throws Refusal CONFLICT_VERSION when the act is not possible from the present state
 */
export async function recordAct(
  em: EntityManager,
  viewer: Viewer,
  consent: Consent,
  act: ConsentAct,
  now: Date,
  shownNoticeHash: string | null = null,
): Promise<boolean> {
  const from = stateAt(consent, now);
  const to = stateAfter(act, from);
  if (!to)
    throw new Refusal("CONFLICT_VERSION", `This consent is ${from}: one cannot ${act} it any more. Read it again.`, [
      "consent",
    ]);
  if (to === from) return false;
  consent.state = to;
  appendEvent(em, viewer, {
    consentId: consent.id,
    personId: consent.personId,
    act,
    fromState: from,
    toState: to,
    shownNoticeHash,
  });
  return true;
}

type Act = Pick<ConsentEvent, "consentId" | "personId" | "act" | "fromState" | "toState" | "shownNoticeHash">;

export function appendEvent(em: EntityManager, viewer: Viewer, act: Act): void {
  em.persist(
    em.create(ConsentEvent, {
      ...act,
      actorSubject: viewer.subject,
      actorOrganizationId: viewer.organization,
    } as ConsentEvent),
  );
}
