import { randomUUID } from "node:crypto";
import { Refusal } from "../../../kit/user-error.ts";
import type { ConsentContext } from "../context.ts";
import { Accompaniment } from "../entities/accompaniment.ts";
import { dayIn } from "../policies/day-in-france.ts";
import { mayKnowAccompanied } from "../policies/internal-roles.ts";
import { isAddressedTo } from "../policies/invitation.ts";
import { findAccompaniment, findAccompanimentOf } from "../repositories/accompaniments.ts";
import { readClock } from "../repositories/clock.ts";
import { findInvitation, lockInvitation } from "../repositories/invitations.ts";
import { lockPerson } from "../repositories/people.ts";
import { findProfessionalOf } from "../repositories/professionals.ts";
import { findTerritory } from "../repositories/territories.ts";
import { appendEvent } from "./record-act.ts";

/**
 * A professional takes up an invitation in her organisation's name: from now on it accompanies the person, on the basis the
 * invitation says. One that already does stays as it is; taking up again what one took up changes nothing.
 * @throws Refusal FORBIDDEN, NOT_FOUND (what is open to nobody, or to others)
 */
export async function joinAccompaniment(
  { em, viewer }: ConsentContext,
  input: { invitation: string },
): Promise<Accompaniment> {
  if (!viewer?.organization || !mayKnowAccompanied(viewer))
    throw new Refusal("FORBIDDEN", "Only a professional who accompanies people may take up an invitation.");
  const organizationId = viewer.organization;
  return em.transactional(async (transaction) => {
    const unknown = new Refusal("NOT_FOUND", "No invitation that your organisation may take up was found.", [
      "invitation",
    ]);
    // The person first, as every other change about her.
    const about = await findInvitation(transaction, input.invitation);
    if (about) await lockPerson(transaction, about.personId);
    const invitation = about && (await lockInvitation(transaction, about.id));
    const organization = await findTerritory(transaction, organizationId);
    if (!invitation || !organization || !isAddressedTo(invitation, organization)) throw unknown;
    const { personId } = invitation;
    if (invitation.accompanimentId) {
      const taken = await findAccompaniment(transaction, invitation.accompanimentId);
      if (taken?.organizationId !== organizationId) throw unknown;
      return taken;
    }
    const lasting = await findAccompanimentOf(transaction, { personId, organizationId });
    const accompaniment =
      lasting ??
      transaction.create(Accompaniment, {
        id: randomUUID(),
        personId,
        organizationId,
        basis: invitation.basis,
        startedOn: dayIn(await readClock(transaction)),
        endedOn: null,
        endReason: null,
        invitationId: invitation.id,
        professionalId: (await findProfessionalOf(transaction, viewer.subject))?.id ?? null,
      });
    transaction.persist(accompaniment);
    invitation.accompanimentId = accompaniment.id;
    appendEvent(transaction, viewer, {
      consentId: null,
      personId,
      act: "join",
      fromState: null,
      toState: "ACCOMPANIED",
      shownNoticeHash: null,
      details: { accompaniment: accompaniment.id, invitation: invitation.id, basis: invitation.basis },
    });
    return accompaniment;
  });
}
