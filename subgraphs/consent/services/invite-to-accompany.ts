import type { EntityManager } from "@mikro-orm/postgresql";
import { Refusal } from "../../../kit/user-error.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { rule } from "../../protection.ts";
import type { ConsentContext } from "../context.ts";
import { AccompanimentInvitation } from "../entities/accompaniment-invitation.ts";
import { dayIn } from "../policies/day-in-france.ts";
import { mayInviteFor } from "../policies/internal-roles.ts";
import { codeHash, codeOf, INVITATION_HOURS } from "../policies/invitation.ts";
import { areNeighbours, coversCommune } from "../policies/territory.ts";
import { readClock } from "../repositories/clock.ts";
import { findInvitation, findOpenInvitations } from "../repositories/invitations.ts";
import { lockPerson } from "../repositories/people.ts";
import { findDepartmentsAround, findTerritory } from "../repositories/territories.ts";
import type { InviteToAccompanyInput } from "../resolvers/accompaniment-inputs.ts";

/**
 * The person invites an organisation to accompany her, or a professional who accompanies her does, of the same territory and
 * with her agreement. A new invitation takes back what the same maker left open; the same `requestKey` makes it once.
 * @throws Refusal FORBIDDEN, NOT_FOUND (the person, the organisation), BAD_USER_INPUT
 */
export async function inviteToAccompany(
  context: ConsentContext,
  input: InviteToAccompanyInput,
): Promise<AccompanimentInvitation> {
  const { em, viewer } = context;
  const personId = await personInvitedTo(context, input);
  const key = await context.receiptKey();
  return em.transactional(async (transaction) => {
    await lockPerson(transaction, personId);
    const known = await findInvitation(transaction, input.requestKey);
    if (known?.madeBy === viewer!.subject && known.personId === personId) return known;
    if (known) throw new Refusal("BAD_USER_INPUT", "This key was used before: choose a new one.", ["requestKey"]);
    const now = await readClock(transaction);
    const departmentCodes = await addressOf(transaction, viewer!, personId, input, dayIn(now));
    for (const former of await findOpenInvitations(transaction, personId, viewer!.subject)) former.takenBackAt = now;
    const invitation = transaction.create(AccompanimentInvitation, {
      id: input.requestKey,
      personId,
      madeBy: viewer!.subject,
      organizationId: viewer!.organization,
      invitedOrganizationId: input.organization ?? null,
      basis: input.basis,
      departmentCodes,
      communeCode: input.communeCode ?? null,
      agreedOn: viewer!.organization ? input.agreedOn! : null,
      codeHash: codeHash(codeOf(input.requestKey, key)),
      madeAt: now,
      expiresAt: new Date(now.getTime() + INVITATION_HOURS * 3_600_000),
      takenBackAt: null,
      accompanimentId: null,
    });
    transaction.persist(invitation);
    return invitation;
  });
}

/** Herself, or somebody the viewer's organisation accompanies; refused like one who does not exist otherwise. */
async function personInvitedTo({ viewer, enforcement }: ConsentContext, { person }: InviteToAccompanyInput) {
  if (!viewer || !mayInviteFor(viewer, person))
    throw new Refusal("FORBIDDEN", "Only the person herself, or a professional who accompanies her, invites others.");
  if (viewer.dataSubject) return viewer.dataSubject;
  const identity = { subject: person!, holder: null };
  if (await enforcement.isPermitted(identity, rule("IDENTITY_CONTACT", "CARE_ACCESS_COORDINATION"), "READ"))
    return person!;
  throw new Refusal("NOT_FOUND", "Nobody with this identifier is known to your organisation.", ["person"]);
}

/** The départements whose organisations may take it up; none where one organisation is named. */
async function addressOf(
  em: EntityManager,
  viewer: Viewer,
  personId: string,
  { organization, departmentCode, communeCode, agreedOn }: InviteToAccompanyInput,
  today: string,
): Promise<string[]> {
  const invited = organization ? await findTerritory(em, organization) : null;
  if (organization && !invited)
    throw new Refusal("NOT_FOUND", "There is no such organisation in the hub.", ["organization"]);
  if (invited && communeCode && !coversCommune(invited, communeCode))
    throw new Refusal("BAD_USER_INPUT", "This organisation does not work in that commune.", ["communeCode"]);
  if (viewer.organization) {
    if (!invited) throw new Refusal("BAD_USER_INPUT", "Name the organisation that is to join.", ["organization"]);
    if (!agreedOn || agreedOn > today)
      throw new Refusal("BAD_USER_INPUT", "Say on which day she agreed, today at the latest.", ["agreedOn"]);
    if (!areNeighbours(invited, (await findTerritory(em, viewer.organization))!))
      throw new Refusal("FORBIDDEN", "This organisation works elsewhere: the person alone may invite it.", [
        "organization",
      ]);
  }
  if (invited) return [];
  const codes = departmentCode ? [departmentCode] : await findDepartmentsAround(em, personId);
  if (codes.length > 0) return codes;
  throw new Refusal("BAD_USER_INPUT", "Say in which département, or which organisation.", ["departmentCode"]);
}
