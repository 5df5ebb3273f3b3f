import type { EntityManager } from "@mikro-orm/postgresql";
import { Refusal } from "../../../kit/user-error.ts";
import { rule } from "../../protection.ts";
import type { ConsentContext } from "../context.ts";
import type { Person } from "../entities/person.ts";
import { ProxyAuthority } from "../entities/proxy-authority.ts";
import { mayOfferConsent } from "../policies/internal-roles.ts";
import { comesOfAgeBefore, ProxyKind } from "../policies/proxy-kind.ts";
import { readClock } from "../repositories/clock.ts";
import { lockPerson } from "../repositories/people.ts";
import { findAuthorityByKey, isProfessional } from "../repositories/proxy-authorities.ts";
import type { RecordProxyAuthorityInput } from "../resolvers/proxy-authority-inputs.ts";

/**
 * A professional who accompanies a person records that somebody may decide with or for her, having verified the act that
 * says so. The same `requestKey` records it once.
 * @throws Refusal FORBIDDEN, NOT_FOUND (the person), BAD_USER_INPUT (the holder, the period, a key used before)
 */
export async function recordProxyAuthority(
  { em, viewer, enforcement }: ConsentContext,
  input: RecordProxyAuthorityInput,
): Promise<ProxyAuthority> {
  if (!viewer?.organization || !mayOfferConsent(viewer)) {
    const message =
      "Only a social worker or a health professional of an organisation may record who stands for a person.";
    throw new Refusal("FORBIDDEN", message);
  }
  const identity = { subject: input.person, holder: null };
  if (!(await enforcement.isPermitted(identity, rule("IDENTITY_CONTACT", "CARE_ACCESS_COORDINATION"), "READ"))) {
    throw new Refusal("NOT_FOUND", "Nobody with this identifier is known to your organisation.", ["person"]);
  }
  return em.transactional(async (transaction) => {
    const person = await lockPerson(transaction, input.person);
    const known = await findAuthorityByKey(transaction, input.requestKey);
    if (known?.organizationId === viewer.organization && known.personId === person.id) return known;
    if (known)
      throw new Refusal("BAD_USER_INPUT", "This key was used for another authority: choose a new one.", ["requestKey"]);
    const now = await readClock(transaction);
    await checkHolder(transaction, person, input.holderAccount);
    checkPeriod(person, input, now);
    const authority = transaction.create(ProxyAuthority, {
      id: input.requestKey,
      personId: person.id,
      organizationId: viewer.organization!,
      holderSubject: input.holderAccount,
      holderName: input.holderName,
      kind: input.kind,
      scope: input.scope,
      validFrom: input.validFrom ?? now,
      validTo: input.validTo,
      evidenceHash: input.evidenceHash,
      verifiedBy: viewer.subject,
      verifiedAt: now,
      endedAt: null,
      endedBy: null,
    });
    transaction.persist(authority);
    return authority;
  });
}

/** Nobody stands for herself, and a professional of the hub stands for nobody: she would ask, and answer for the person. */
async function checkHolder(em: EntityManager, person: Person, account: string): Promise<void> {
  if (account !== person.subject && !(await isProfessional(em, account))) return;
  const message = "This account may not stand for her: it is her own, or that of a professional of the hub.";
  throw new Refusal("BAD_USER_INPUT", message, ["holderAccount"]);
}

function checkPeriod({ birthYear }: Person, input: RecordProxyAuthorityInput, now: Date): void {
  const { kind, validFrom, validTo } = input;
  if (validTo <= now || (validFrom && validTo <= validFrom))
    throw new Refusal("BAD_USER_INPUT", "An authority ends after it begins, and in the future.", ["validTo"]);
  if (kind === ProxyKind.PARENT && (birthYear === null || validTo > comesOfAgeBefore(birthYear)))
    throw new Refusal("BAD_USER_INPUT", "A parent stands for a minor, until she comes of age.", ["validTo"]);
}
