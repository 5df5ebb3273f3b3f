import type { Prescription } from "../entities/prescription.ts";
import type { StatusReason } from "../policies/prescription-words.ts";
import type { ActingContext } from "./acting-context.ts";
import { movePrescription } from "./move-prescription.ts";

/** The prescriber interrupts the accompaniment for a time, and says why; again for the same reason changes nothing. */
export async function putPrescriptionOnHold(
  context: ActingContext,
  asked: { prescription: string; reason: StatusReason },
): Promise<Prescription> {
  return movePrescription(context, asked.prescription, {
    party: "PRESCRIBER",
    to: "ON_HOLD",
    reason: asked.reason,
    isRepeated: ({ statusReason }, status) => status === "ON_HOLD" && statusReason === asked.reason,
  });
}
