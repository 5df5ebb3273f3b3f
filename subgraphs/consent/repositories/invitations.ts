import { LockMode, raw } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { Viewer } from "../../../kit/viewer.ts";
import { AccompanimentInvitation } from "../entities/accompaniment-invitation.ts";
import { codeHash, isAddressedTo, LOOKUPS_AN_HOUR } from "../policies/invitation.ts";
import type { BudgetState, Spending } from "./budgets.ts";
import { findTerritory } from "./territories.ts";

/** One that nobody took up, took back or let run out, by the clock of the database. */
const open = () => ({ takenBackAt: null, accompanimentId: null, expiresAt: { $gt: raw("clock_timestamp()") } });

export async function findInvitation(em: EntityManager, id: string): Promise<AccompanimentInvitation | null> {
  return em.findOne(AccompanimentInvitation, id);
}

/** Those of one maker about one person that can still be taken up. */
export async function findOpenInvitations(em: EntityManager, personId: string, madeBy: string) {
  return em.find(AccompanimentInvitation, { personId, madeBy, ...open() });
}

/** All about one person, whoever made them and whatever became of them, the newest first. */
export async function listInvitations(em: EntityManager, personId: string): Promise<AccompanimentInvitation[]> {
  return em.find(AccompanimentInvitation, { personId }, { orderBy: { madeAt: "desc", id: "desc" } });
}

/** One of this identifier, open or taken up; whether the viewer may take it up is for the caller to see. */
export async function lockInvitation(em: EntityManager, id: string): Promise<AccompanimentInvitation | null> {
  const usable = { $or: [open(), { accompanimentId: { $ne: null } }] };
  return em.findOne(
    AccompanimentInvitation,
    { id, ...usable },
    { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  );
}

/**
 * The invitation with this code that the viewer's organisation may take up. That there is none, that it is another's, that it
 * ran out and that she has looked too often are one answer, after the same statements; and each look is in the ledger before
 * anything is answered.
 */
export async function lookUpInvitation(
  em: EntityManager,
  viewer: Viewer & { readonly organization: string },
  requestId: string,
  code: string,
): Promise<AccompanimentInvitation | null> {
  const isWithinBudget = await spendLookup(em, viewer);
  const organization = await findTerritory(em, viewer.organization);
  const invitation = await em.findOne(AccompanimentInvitation, { codeHash: codeHash(code), ...open() });
  const found =
    isWithinBudget && invitation && organization && isAddressedTo(invitation, organization) ? invitation : null;
  await em.execute(
    `insert into invitation_lookup (request_id, actor_subject, organization_id, application, is_within_budget, is_found)
     values (?, ?, ?, ?, ?, ?)`,
    [requestId, viewer.subject, viewer.organization, viewer.application, isWithinBudget, found !== null],
  );
  return found;
}

async function spendLookup(em: EntityManager, { subject }: Viewer): Promise<boolean> {
  const lookup: Spending = {
    name: "invitation",
    owner: subject,
    amount: 1,
    capacity: LOOKUPS_AN_HOUR,
    windowMs: 3_600_000,
  };
  const [row] = await em.execute<{ states: BudgetState[] }[]>("select spend_budgets(?::jsonb, null) as states", [
    JSON.stringify([lookup]),
  ]);
  return row!.states.every(({ waitMs }) => waitMs === 0);
}
