import type { Prescription } from "../entities/prescription.ts";
import type { StatusReason } from "../policies/prescription-words.ts";
import type { ActingContext } from "./acting-context.ts";
import { movePrescription } from "./move-prescription.ts";

/** The prescriber takes the prescription back, and says why; again for the same reason changes nothing. */
export async function cancelPrescription(
  context: ActingContext,
  asked: { prescription: string; reason: StatusReason },
): Promise<Prescription> {
  return movePrescription(context, asked.prescription, {
    party: "PRESCRIBER",
    to: "CANCELLED",
    reason: asked.reason,
    isRepeated: ({ statusReason }, status) => status === "CANCELLED" && statusReason === asked.reason,
  });
}
