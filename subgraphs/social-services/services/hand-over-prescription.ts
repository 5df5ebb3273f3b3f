import { isIdentifier } from "../../../kit/identifier.ts";
import { rule } from "../../protection.ts";
import { Prescription } from "../entities/prescription.ts";
import { Prescriptions } from "../repositories/prescriptions.ts";
import type { ActingContext } from "./acting-context.ts";
import { movePrescription } from "./move-prescription.ts";
import { recordOutcome } from "./record-outcome.ts";
import { recordTransition } from "./record-transition.ts";
import { badInput, consentRequired } from "./refusals.ts";
import { requireActor } from "./require-actor.ts";
import { tellPrescription } from "./tell-prescription.ts";

const COORDINATION = rule("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION");
const FEEDBACK = rule("CARE_NAVIGATION", "PRESCRIBER_FEEDBACK");

/**
 * The association hands a prescription over to another one: the first is closed, and a new one of the same prescriber waits
 * for the answer of the new recipient, of whom the person must consent that it knows. The note stays with the first. One is
 * handed over once; to the same recipient again changes nothing.
 */
export async function handOverPrescription(
  context: ActingContext,
  asked: { prescription: string; recipient: string },
): Promise<Prescription> {
  const actor = requireActor(context.viewer, ["HEALTH_NAVIGATOR"]);
  return movePrescription(context, asked.prescription, {
    party: "RECIPIENT",
    to: "DONE",
    reason: "HANDED_OVER",
    isRepeated: async ({ id }, _, em) => {
      const [successor] = await new Prescriptions(em, context.viewer).successorsOf([id]);
      return successor?.recipientOrganizationId === asked.recipient;
    },
    permit: async ({ personId, organizationId, recipientOrganizationId }) => {
      if ([organizationId, recipientOrganizationId].includes(asked.recipient))
        throw badInput("recipient", "A prescription is handed over to an organisation that is no party to it yet.");
      const record = { subject: personId, holder: organizationId };
      const isPermitted =
        isIdentifier(asked.recipient) &&
        (await context.enforcement.isPermitted(record, COORDINATION, "NOTIFY", [asked.recipient]));
      if (!isPermitted)
        throw consentRequired("She has no consent in force for this organisation; offer it to her first.");
    },
    also: async (first, em, now) => {
      const { personId, organizationId, recipientOrganizationId, reasons } = first;
      const held = { subject: personId, holder: recipientOrganizationId };
      const isTold = await context.enforcement.isPermitted(held, FEEDBACK, "NOTIFY", [organizationId]);
      recordOutcome(em, first, isTold ? "HANDED_ON" : "OUTCOME_NOT_SHARED", now);
      const next = Object.assign(new Prescription(), {
        personId,
        organizationId,
        recipientOrganizationId: asked.recipient,
        // Found again by the prescription it is part of, never by a key of the prescriber's.
        requestKey: first.id,
        reasons,
        note: null,
        partOfId: first.id,
        requestedAt: now,
        version: 0,
      });
      await recordTransition(em, next, actor, { to: "REQUESTED", now });
      await tellPrescription(context, em, next);
    },
  });
}
