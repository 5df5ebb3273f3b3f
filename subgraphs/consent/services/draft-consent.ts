import { randomUUID } from "node:crypto";
import type { EntityManager } from "@mikro-orm/postgresql";
import { Refusal } from "../../../kit/user-error.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { rule } from "../../protection.ts";
import type { ConsentContext } from "../context.ts";
import { Consent } from "../entities/consent.ts";
import { ConsentGrant } from "../entities/consent-grant.ts";
import { GrantOperation } from "../entities/consent-words.ts";
import type { DataSharingAgreement } from "../entities/data-sharing-agreement.ts";
import { ConsentState, stateAfter, stateAt } from "../policies/consent-state.ts";
import { mayOfferConsent, mayRecipientAsk } from "../policies/internal-roles.ts";
import { findAgreements } from "../repositories/agreements.ts";
import { readClock } from "../repositories/clock.ts";
import { findPrepared, isKeyTaken } from "../repositories/consents.ts";
import { currentNotice } from "../repositories/notices.ts";
import { lockPerson } from "../repositories/people.ts";
import type { DraftConsentInput, GrantInput } from "../resolvers/consent-inputs.ts";
import { appendEvent } from "./record-act.ts";

const DEFAULT_MONTHS = 12;

/**
 * Prepares a consent in the name of the viewer's organisation, which must hold what would be shared, or receive it. Each grant
 * must be covered by an agreement in force; its period ends with the agreement and after twelve months at the latest, and the
 * consent with its last grant. What goes to those who hold contracts is asked for by its holder alone: a recipient reads what
 * becomes of its question. To widen a consent is to prepare one that replaces it. The same `requestKey` prepares it once.
 * @throws Refusal FORBIDDEN, NOT_FOUND (the person, what is replaced), CONFLICT_VERSION (it is over), BAD_USER_INPUT (a grant
 * no agreement covers, a key used before)
 */
export async function draftConsent(
  { em, viewer, enforcement }: ConsentContext,
  input: DraftConsentInput,
): Promise<Consent> {
  if (!viewer?.organization || !mayOfferConsent(viewer)) {
    throw new Refusal(
      "FORBIDDEN",
      "Only a social worker or a health professional of an organisation may prepare a consent.",
    );
  }
  const identity = { subject: input.person, holder: null };
  if (!(await enforcement.isPermitted(identity, rule("IDENTITY_CONTACT", "CARE_ACCESS_COORDINATION"), "READ"))) {
    throw new Refusal("NOT_FOUND", "Nobody with this identifier is known to your organisation.", ["person"]);
  }
  return em.transactional(async (transaction) => {
    await lockPerson(transaction, input.person);
    const known = await findPrepared(transaction, viewer, input.requestKey, input.person);
    if (known) return known;
    if (await isKeyTaken(transaction, input.requestKey)) {
      throw new Refusal("BAD_USER_INPUT", "This key was used for another consent: choose a new one.", ["requestKey"]);
    }
    const agreements = await findAgreements(transaction, viewer.organization!);
    const notice = await currentNotice(transaction, "fr");
    if (!notice) throw new Error("No notice is in force.");
    const now = await readClock(transaction);
    const replacesId = input.replaces ? await requireReplaceable(transaction, viewer, input, now) : null;
    const end = latestEnd(input.notAfter ?? null, now);
    const covered = input.grants.map((grant, index) => {
      const agreement = coveringAgreement(agreements, grant, viewer.organization!, index);
      return { grant, agreement, notAfter: agreement.validTo < end ? agreement.validTo : end };
    });
    const consent = transaction.create(Consent, {
      id: input.requestKey,
      personId: input.person,
      organizationId: viewer.organization!,
      state: ConsentState.DRAFT,
      version: 1,
      suspensionCause: null,
      replacesId,
      noticeId: notice.id,
      offeredAt: null,
      givenAt: null,
      endedAt: null,
      // Once no agreement covers any of it, it is over, and says so.
      notAfter: new Date(Math.max(...covered.map(({ notAfter }) => notAfter.getTime()))),
      authorityId: null,
    });
    // Grants enter a consent that stands there as a draft, and no other.
    await transaction.persist(consent).flush();
    for (const { grant, agreement, notAfter } of covered) {
      transaction.persist(createGrant(transaction, consent, grant, { agreement, notBefore: now, notAfter }));
    }
    appendEvent(transaction, viewer, {
      consentId: consent.id,
      personId: consent.personId,
      act: "draft",
      fromState: null,
      toState: ConsentState.DRAFT,
      shownNoticeHash: null,
      details: null,
    });
    return consent;
  });
}

function coveringAgreement(
  agreements: readonly DataSharingAgreement[],
  grant: GrantInput,
  asker: string,
  index: number,
): DataSharingAgreement {
  const holder = grant.source ?? asker;
  const agreement = agreements.find(
    ({ sourceOrganizationId, granteeOrganizationId, purposes, categories, roles }) =>
      sourceOrganizationId === holder &&
      granteeOrganizationId === grant.recipient &&
      purposes.includes(grant.purpose) &&
      categories.includes(grant.category) &&
      (holder === asker || (!isForContract(grant) && mayRecipientAsk(roles))),
  );
  if (agreement) return agreement;
  const message = "No agreement in force under which your organisation may ask for this permission covers it.";
  throw new Refusal("BAD_USER_INPUT", message, ["grants", String(index)]);
}

const isForContract = ({ purpose, operations }: GrantInput): boolean =>
  purpose === "CONTRACT_INTEGRATION" || operations.includes(GrantOperation.INTEGRATE);

function createGrant(
  em: EntityManager,
  consent: Consent,
  grant: GrantInput,
  { agreement, notBefore, notAfter }: { agreement: DataSharingAgreement; notBefore: Date; notAfter: Date },
): ConsentGrant {
  if (isForContract(grant) && !(grant.resource && grant.contentHash)) {
    const message = "Towards a contract, name the record and the hash of the exact content the person approves.";
    throw new Refusal("BAD_USER_INPUT", message, ["grants"]);
  }
  return em.create(ConsentGrant, {
    id: randomUUID(),
    consentId: consent.id,
    personId: consent.personId,
    organizationId: consent.organizationId,
    sourceOrganizationId: agreement.sourceOrganizationId,
    granteeOrganizationId: grant.recipient,
    granteeRoles: agreement.roles,
    purpose: grant.purpose,
    category: grant.category,
    operations: grant.operations,
    resourceId: grant.resource ?? null,
    approvedContentHash: grant.contentHash ?? null,
    notBefore,
    notAfter,
    endedAt: null,
  });
}

/** A consent of the same person that the same organisation asked for and that she has not ended. */
async function requireReplaceable(
  em: EntityManager,
  viewer: Viewer,
  { replaces, person }: DraftConsentInput,
  now: Date,
): Promise<string> {
  const found = await findPrepared(em, viewer, replaces!, person);
  if (!found) throw new Refusal("NOT_FOUND", "Your organisation has asked her for no such consent.", ["replaces"]);
  if (stateAfter("supersede", stateAt(found, now))) return found.id;
  throw new Refusal("CONFLICT_VERSION", "Only a consent she has given and not ended can be replaced.", ["replaces"]);
}

function latestEnd(wanted: Date | null, now: Date): Date {
  const latest = new Date(now);
  latest.setUTCMonth(latest.getUTCMonth() + DEFAULT_MONTHS);
  if (!wanted) return latest;
  if (wanted <= now)
    throw new Refusal("BAD_USER_INPUT", "The end of the consent must lie in the future.", ["notAfter"]);
  return wanted < latest ? wanted : latest;
}
