import type { EntityManager } from "@mikro-orm/postgresql";
import { Refusal } from "../../../kit/user-error.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import type { Consent } from "../entities/consent.ts";
import { isOver } from "../policies/consent-state.ts";
import { readClock } from "../repositories/clock.ts";
import { findConsentsOfAnybody } from "../repositories/consents.ts";
import { readDatabaseInUse } from "../repositories/database-in-use.ts";
import { type Account, recognise } from "../repositories/viewers.ts";
import { withdrawConsent } from "./withdraw-consent.ts";

/** A withdrawal as a gateway wrote it down. */
interface Written extends Account {
  readonly consent: string;
  /** The permissions of it that end; null for the whole. */
  readonly grants: string[] | null;
  /** When it was made, as the registry said then; null for one it was never heard of. */
  readonly takenAt: string | null;
}

export interface WrittenWithdrawals {
  /** Those nobody has decided about yet: each is made if whoever asked for it may. */
  readonly waiting: readonly Written[];
  /** Those the registry has made: each is made again where the database does not know of it any more. */
  readonly kept: readonly Written[];
}

export interface TakenWithdrawals {
  /** The database they are in now. */
  readonly database: string;
  /** For each that waited, in order: whether there is such a consent of hers, and the instant at which it was withdrawn. */
  readonly taken: readonly { readonly isTaken: boolean; readonly takenAt: string | null }[];
}

const NOT_TAKEN = { isTaken: false, takenAt: null };

/** Makes the withdrawals that gateways have written down; telling them twice changes nothing. */
export async function takeWithdrawals(em: EntityManager, written: WrittenWithdrawals): Promise<TakenWithdrawals> {
  // Asked before: a database that is replaced meanwhile is told everything once more.
  const database = await readDatabaseInUse(em);
  const taken: TakenWithdrawals["taken"][number][] = [];
  for (const one of written.waiting) taken.push(await makeOne(em.fork(), one));
  await makeAgain(em.fork(), written.kept);
  return { database, taken };
}

async function makeOne(em: EntityManager, written: Written): Promise<TakenWithdrawals["taken"][number]> {
  const { viewer } = await recognise(em, { ...written, spending: [] });
  const consent = await withdrawConsent({ em, viewer }, written).catch(orRefused);
  if (!consent) return NOT_TAKEN;
  return { isTaken: true, takenAt: (consent.endedAt ?? (await readClock(em))).toISOString() };
}

/**
 * Whoever withdrew was allowed to, which the registry has said itself: she need not be a member of her organisation any more.
 * What the person has given since is another consent.
 */
async function makeAgain(em: EntityManager, kept: readonly Written[]): Promise<void> {
  const consents = await findConsentsOfAnybody(
    em,
    kept.map(({ consent }) => consent),
  );
  const found = new Map(consents.map((consent) => [consent.id, consent]));
  for (const written of kept) {
    const consent = found.get(written.consent);
    if (!consent || !isInForceAgain(consent, written)) continue;
    const { issuer, subject, organization, application } = written;
    const viewer: Viewer = {
      subject: `${issuer}|${subject}`,
      organization,
      roles: [],
      dataSubject: consent.personId,
      application,
    };
    await withdrawConsent({ em: em.fork(), viewer }, written).catch(orRefused);
  }
}

const isInForceAgain = ({ state, givenAt }: Consent, { takenAt }: Written): boolean =>
  !isOver(state) && givenAt !== null && takenAt !== null && givenAt <= new Date(takenAt);

/** There is no such consent or permission: nothing that could be in force. */
function orRefused(error: unknown): undefined {
  if (!(error instanceof Refusal)) throw error;
}
