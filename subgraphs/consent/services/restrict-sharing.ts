import type { EntityManager } from "@mikro-orm/postgresql";
import { Refusal } from "../../../kit/user-error.ts";
import type { ConsentContext } from "../context.ts";
import { Restriction } from "../entities/restriction.ts";
import { readClock } from "../repositories/clock.ts";
import { findOrganizations, lockPerson } from "../repositories/people.ts";
import { findProfessionals } from "../repositories/professionals.ts";
import { countRestrictions, findRestriction } from "../repositories/restrictions.ts";
import type { RestrictSharingInput } from "../resolvers/restriction-inputs.ts";
import { appendEvent } from "./record-act.ts";

/** As many as anybody keeps in her head; each decision about her reads them all. */
const MOST_AT_ONCE = 50;

/**
 * The person opposes that something of hers is shared, whatever she consented to, from now on. The same `requestKey` places
 * it once.
 * @throws Refusal FORBIDDEN, NOT_FOUND (whom it names), BAD_USER_INPUT
 */
export async function restrictSharing(
  { em, viewer }: ConsentContext,
  input: RestrictSharingInput,
): Promise<Restriction> {
  const personId = viewer?.dataSubject;
  if (!viewer || !personId) throw new Refusal("FORBIDDEN", "Only the person herself opposes the sharing of her data.");
  return em.transactional(async (transaction) => {
    await lockPerson(transaction, personId);
    const known = await findRestriction(transaction, input.requestKey);
    if (known?.personId === personId) return known;
    if (known) throw new Refusal("BAD_USER_INPUT", "This key was used before: choose a new one.", ["requestKey"]);
    await requireKnown(transaction, input);
    const now = await readClock(transaction);
    if (input.endsAt && input.endsAt <= now)
      throw new Refusal("BAD_USER_INPUT", "The end of the restriction must lie in the future.", ["endsAt"]);
    if ((await countRestrictions(transaction, personId)) >= MOST_AT_ONCE)
      throw new Refusal("BAD_USER_INPUT", "You have placed as many restrictions as there can be: lift one first.");
    const words = {
      granteeOrganizationId: input.organization ?? null,
      granteeRole: input.role ?? null,
      granteeProfessionalId: input.professional ?? null,
      category: input.category ?? null,
      purpose: input.purpose ?? null,
      startsAt: now,
      endsAt: input.endsAt ?? null,
    };
    const restriction = transaction.create(Restriction, { id: input.requestKey, personId, ...words });
    transaction.persist(restriction);
    appendEvent(transaction, viewer, {
      consentId: null,
      personId,
      act: "restrict",
      fromState: null,
      toState: "RESTRICTED",
      shownNoticeHash: null,
      details: { restriction: restriction.id, ...words },
    });
    return restriction;
  });
}

async function requireKnown(em: EntityManager, { organization, professional }: RestrictSharingInput): Promise<void> {
  if (organization && (await findOrganizations(em, [organization])).length === 0)
    throw new Refusal("NOT_FOUND", "There is no such organisation in the hub.", ["organization"]);
  if (professional && (await findProfessionals(em, [professional])).length === 0)
    throw new Refusal("NOT_FOUND", "There is no such professional in the hub.", ["professional"]);
}
