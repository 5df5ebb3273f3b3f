import { outreachServices, stopCancelReasons, stopFees } from "../policies/outreach-words.ts";
import { closedEnum } from "./closed-enum.ts";

const texts = Object.fromEntries(Object.entries(outreachServices).map(([code, { text }]) => [code, text])) as {
  [Code in keyof typeof outreachServices]: string;
};

export const OutreachServiceEnum = closedEnum("OutreachService", "What a mobile unit offers at a stop.", texts);
export const StopCancelReasonEnum = closedEnum(
  "StopCancelReason",
  "Why a stop of a mobile unit does not take place.",
  stopCancelReasons,
);
export const StopFeeEnum = closedEnum("StopFee", "Whether a stop of a mobile unit costs something.", stopFees);
