import { rule } from "../../protection.ts";
import type { Prescription } from "../entities/prescription.ts";
import type { OutcomeCode } from "../policies/prescription-words.ts";
import { Prescriptions } from "../repositories/prescriptions.ts";
import type { ActingContext } from "./acting-context.ts";
import { movePrescription } from "./move-prescription.ts";
import { recordOutcome } from "./record-outcome.ts";
import { consentRequired } from "./refusals.ts";

const FEEDBACK = rule("CARE_NAVIGATION", "PRESCRIBER_FEEDBACK");

/**
 * The association closes the loop and tells the prescriber what became of the support, which takes the person's consent to
 * that feedback, unless it says that the outcome is not shared. The same outcome again changes nothing.
 */
export async function completePrescription(
  context: ActingContext,
  asked: { prescription: string; outcome: OutcomeCode },
): Promise<Prescription> {
  return movePrescription(context, asked.prescription, {
    party: "RECIPIENT",
    to: "DONE",
    isRepeated: async ({ id }, status, em) => {
      if (status !== "DONE") return false;
      const [told] = await new Prescriptions(em, context.viewer).outcomesOf([id]);
      return told?.code === asked.outcome;
    },
    permit: async ({ personId, organizationId, recipientOrganizationId }) => {
      if (asked.outcome === "OUTCOME_NOT_SHARED") return;
      const record = { subject: personId, holder: recipientOrganizationId };
      if (!(await context.enforcement.isPermitted(record, FEEDBACK, "NOTIFY", [organizationId])))
        throw consentRequired(
          "She has no consent in force for telling the prescriber; offer it to her, or complete with OUTCOME_NOT_SHARED.",
        );
    },
    also: (prescription, em, now) => recordOutcome(em, prescription, asked.outcome, now),
  });
}
