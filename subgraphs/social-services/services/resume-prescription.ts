import type { Prescription } from "../entities/prescription.ts";
import { Prescriptions } from "../repositories/prescriptions.ts";
import type { ActingContext } from "./acting-context.ts";
import { movePrescription } from "./move-prescription.ts";

/** The prescriber ends an interruption: back to where it was before; what is not interrupted is returned unchanged. */
export async function resumePrescription(
  context: ActingContext,
  asked: { prescription: string },
): Promise<Prescription> {
  return movePrescription(context, asked.prescription, {
    party: "PRESCRIBER",
    to: async (prescription, em) => {
      const held = await new Prescriptions(em, context.viewer).lastTransition(prescription);
      return held?.from === "IN_PROGRESS" ? "IN_PROGRESS" : "ACCEPTED";
    },
    isRepeated: (_, status) => status === "ACCEPTED" || status === "IN_PROGRESS",
  });
}
