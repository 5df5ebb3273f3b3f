import type { Prescription } from "../entities/prescription.ts";
import type { StatusReason } from "../policies/prescription-words.ts";
import type { ActingContext } from "./acting-context.ts";
import { movePrescription } from "./move-prescription.ts";

/** The association cannot take the person on, and says why; again for the same reason changes nothing. */
export async function refusePrescription(
  context: ActingContext,
  asked: { prescription: string; reason: StatusReason },
): Promise<Prescription> {
  return movePrescription(context, asked.prescription, {
    party: "RECIPIENT",
    to: "REFUSED",
    reason: asked.reason,
    isRepeated: ({ statusReason }, status) => status === "REFUSED" && statusReason === asked.reason,
  });
}
