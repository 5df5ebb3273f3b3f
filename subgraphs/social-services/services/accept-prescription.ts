import type { Prescription } from "../entities/prescription.ts";
import type { PrescriptionStatus } from "../policies/prescription-words.ts";
import type { ActingContext } from "./acting-context.ts";
import { movePrescription } from "./move-prescription.ts";

const ACCEPTED_BEFORE: readonly PrescriptionStatus[] = ["ACCEPTED", "IN_PROGRESS", "ON_HOLD", "DONE"];

/** The association takes the person on, and those who open her support hear of it; accepting again changes nothing. */
export async function acceptPrescription(
  context: ActingContext,
  asked: { prescription: string },
): Promise<Prescription> {
  return movePrescription(context, asked.prescription, {
    party: "RECIPIENT",
    to: "ACCEPTED",
    isRepeated: (_, status) => ACCEPTED_BEFORE.includes(status),
    also: ({ id, personId, organizationId, recipientOrganizationId }, em) =>
      context.publish(em, {
        type: "prescription.accepted",
        subject: id,
        data: { prescription: id, person: personId, association: recipientOrganizationId, prescriber: organizationId },
      }),
  });
}
