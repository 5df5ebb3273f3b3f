import type { EntityManager } from "@mikro-orm/postgresql";
import { Refusal } from "../../../kit/user-error.ts";
import type { ConsentGrant } from "../entities/consent-grant.ts";
import { isOver, stateAt } from "../policies/consent-state.ts";
import type { LockedConsent } from "../repositories/consents.ts";
import { type Actor, recordAct } from "./record-act.ts";

/** What is to be left out of a consent from now on. */
export interface Taken {
  /** A nearer end of the whole. */
  readonly notAfter?: Date | null | undefined;
  /** Permissions that end: at once, or at a nearer instant. */
  readonly grants: readonly { readonly grant: string; readonly notAfter?: Date | null | undefined }[];
}

/**
 * Narrows a consent that is not over, in the running transaction. Where nothing is left it is withdrawn. Taking away what
 * is gone already changes nothing.
 * @throws Refusal BAD_USER_INPUT for a permission of another consent, or an end that is not nearer
 */
export async function takeAway(em: EntityManager, actor: Actor, locked: LockedConsent, taken: Taken): Promise<void> {
  const { consent, grants, now } = locked;
  const asked = taken.grants.map(({ grant, notAfter }, index) => ({
    grant: grantOf(grants, grant, index),
    end: notAfter ?? null,
    field: ["grants", String(index), "notAfter"],
  }));
  if (isOver(stateAt(consent, now))) return;
  const changes: { grant?: string; notAfter: Date | null }[] = [];
  const shorten = (row: { notAfter: Date }, end: Date, field: string[]) => {
    requireNearer(row.notAfter, end, now, field);
    const isNearer = end < row.notAfter;
    row.notAfter = end;
    return isNearer;
  };
  if (taken.notAfter && shorten(consent, taken.notAfter, ["notAfter"])) changes.push({ notAfter: taken.notAfter });
  for (const { grant, end, field } of asked) {
    if (grant.endedAt) continue;
    if (!end) grant.endedAt = now;
    else if (!shorten(grant, end, field)) continue;
    changes.push({ grant: grant.id, notAfter: end });
  }
  if (changes.length === 0) return;
  const act = grants.every(({ endedAt }) => endedAt) ? "withdraw" : "narrow";
  await recordAct(em, actor, consent, act, now, null, { taken: changes });
}

function grantOf(grants: readonly ConsentGrant[], id: string, index: number): ConsentGrant {
  const grant = grants.find((one) => one.id === id);
  if (grant) return grant;
  throw new Refusal("BAD_USER_INPUT", "This permission is not part of the consent.", ["grants", String(index)]);
}

function requireNearer(present: Date, end: Date, now: Date, field: string[]): void {
  if (end > present) throw new Refusal("BAD_USER_INPUT", "A consent is never made to last longer: ask anew.", field);
  if (end <= now) throw new Refusal("BAD_USER_INPUT", "The end lies in the past: to end it now, name no date.", field);
}
