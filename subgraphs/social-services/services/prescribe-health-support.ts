import { isIdentifier } from "../../../kit/identifier.ts";
import { rule } from "../../protection.ts";
import { Prescription } from "../entities/prescription.ts";
import type { PrescriptionReason } from "../policies/prescription-words.ts";
import { lockPerson } from "../repositories/own-row.ts";
import { Prescriptions } from "../repositories/prescriptions.ts";
import type { ActingContext } from "./acting-context.ts";
import { recordTransition } from "./record-transition.ts";
import { badInput, conflict, consentRequired } from "./refusals.ts";
import { requireAccompanied } from "./require-accompanied.ts";
import { requireActor } from "./require-actor.ts";
import { tellPrescription } from "./tell-prescription.ts";

const RULE = rule("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION");

/** A prescription as it is asked for; `requestKey` is a uuid the client chooses once for this act. */
export interface NewPrescription {
  person: string;
  recipient: string;
  reasons: PrescriptionReason[];
  note?: string | null;
  requestKey: string;
}

/**
 * Prescribes a health support to another organisation, for a person the viewer's own accompanies and who consents that this
 * one knows. A retry under the same `requestKey` returns the first attempt; without consent nothing is recorded.
 */
export async function prescribeHealthSupport(context: ActingContext, asked: NewPrescription): Promise<Prescription> {
  const actor = requireActor(context.viewer, ["SOCIAL_WORKER"]);
  const { organizationId } = actor;
  if (asked.recipient === organizationId)
    throw badInput("recipient", "A prescription is addressed to another organisation than your own.");
  await requireAccompanied(context, asked.person);
  return context.em.transactional(async (em) => {
    await lockPerson(em, asked.person);
    const existing = await new Prescriptions(em, context.viewer).ownByRequestKey(asked.requestKey);
    const isSame = existing?.personId === asked.person && existing.recipientOrganizationId === asked.recipient;
    if (existing && isSame) return existing;
    if (existing) throw conflict("requestKey", "This key was used for another prescription; choose a new one.");
    const record = { subject: asked.person, holder: organizationId };
    const isPermitted =
      isIdentifier(asked.recipient) &&
      (await context.enforcement.isPermitted(record, RULE, "NOTIFY", [asked.recipient]));
    if (!isPermitted)
      throw consentRequired("She has no consent in force for this organisation; offer it to her first.");
    const now = new Date();
    const prescription = Object.assign(new Prescription(), {
      personId: asked.person,
      organizationId,
      recipientOrganizationId: asked.recipient,
      requestKey: asked.requestKey,
      reasons: asked.reasons,
      note: asked.note?.trim() || null,
      requestedAt: now,
      version: 0,
    });
    await recordTransition(em, prescription, actor, { to: "REQUESTED", now });
    await tellPrescription(context, em, prescription);
    return prescription;
  });
}
