import { ReferentMandate } from "../entities/referent-mandate.ts";
import { mandateKeepers } from "../policies/actor.ts";
import { dayOf } from "../policies/day.ts";
import type { AgreementMedium } from "../policies/file-words.ts";
import { lockPerson } from "../repositories/own-row.ts";
import { SocialFiles } from "../repositories/social-files.ts";
import type { ActingContext } from "./acting-context.ts";
import { requireGround } from "./mandate-ground.ts";
import { conflict, refuseFuture } from "./refusals.ts";
import { requireAccompanied } from "./require-accompanied.ts";
import { requireActor } from "./require-actor.ts";
import { tellMandate } from "./tell-mandate.ts";

/** Who takes a mandate, where, and how the person agreed. */
export interface AgreedReferent {
  referent?: string | null;
  /** The part of its territory that it covers; none for the whole. */
  areaCodes: readonly string[];
  /** YYYY-MM-DD. */
  agreedOn: string;
  agreementMedium: AgreementMedium;
}

/**
 * Gives the viewer's organisation the mandate of référent, where it works and the person lives; the same mandate already active is
 * returned as it is.
 */
export async function giveReferentMandate(
  context: ActingContext,
  asked: AgreedReferent & { person: string },
): Promise<ReferentMandate> {
  const actor = requireActor(context.viewer, mandateKeepers);
  const today = dayOf(new Date());
  refuseFuture("agreedOn", asked.agreedOn, today);
  await requireAccompanied(context, asked.person);
  return context.em.transactional(async (em) => {
    await lockPerson(em, asked.person);
    const active = await new SocialFiles(em, context.viewer).activeMandate(asked.person);
    const isSame = active?.organizationId === actor.organizationId && active.referentId === (asked.referent ?? null);
    if (active && isSame) return active;
    if (active)
      throw conflict("person", "She has a référent already; the organisation that holds the mandate hands it over.");
    await requireGround(context, {
      person: asked.person,
      organization: actor.organizationId,
      handedOverBy: null,
      areaCodes: asked.areaCodes,
    });
    const mandate = newMandate(asked, { personId: asked.person, organizationId: actor.organizationId }, today);
    em.persist(mandate);
    await tellMandate(context, em, "mandate.given", mandate);
    return mandate;
  });
}

/** An active mandate that begins `today`. */
export function newMandate(
  { referent, areaCodes, agreedOn, agreementMedium }: AgreedReferent,
  { personId, organizationId }: { personId: string; organizationId: string },
  today: string,
  takenOverFromId: string | null = null,
): ReferentMandate {
  return Object.assign(new ReferentMandate(), {
    personId,
    organizationId,
    referentId: referent ?? null,
    areaCodes: [...new Set(areaCodes)].sort(),
    startedOn: today,
    endedOn: null,
    endReason: null,
    agreedOn,
    agreementMedium,
    takenOverFromId,
  });
}
