import { addMonths, type Day } from "./calendar.ts";

/** What is recorded, changed by acts alone. */
export const recordedStatuses = ["DRAFT", "AWAITING_SIGNATURE", "SIGNED", "ENDED", "CANCELLED", "REPLACED"] as const;
export type RecordedStatus = (typeof recordedStatuses)[number];

/** Where a contract stands, for a reader of the schema. */
export const contractStatuses = {
  DRAFT: "Being prepared: the orientation decision has not been notified yet.",
  AWAITING_SIGNATURE: "Ready to be signed.",
  SIGNED: "Signed and in force.",
  TO_RENEW: "Signed, and its end is near or past: it must be renewed, replaced or ended.",
  ENDED: "Ended after it was in force.",
  CANCELLED: "Given up before it was signed.",
  REPLACED: "Replaced by a contrat d'engagement that has been signed.",
} as const satisfies Record<RecordedStatus | "TO_RENEW", string>;
export type ContractStatus = keyof typeof contractStatuses;

export const RENEWAL_NOTICE_MONTHS = 2;

/** Last end day that already calls for a renewal. */
export const renewalHorizon = (today: Day): Day => addMonths(today, RENEWAL_NOTICE_MONTHS);

/** Where a contract stands today: that a renewal is due follows from the clock, never from a job that may not have run. */
export function statusOn(contract: { recordedStatus: RecordedStatus; endsOn: Day }, today: Day): ContractStatus {
  const isRenewalDue = contract.recordedStatus === "SIGNED" && contract.endsOn <= renewalHorizon(today);
  return isRenewalDue ? "TO_RENEW" : contract.recordedStatus;
}

/** Acts and the recorded statuses that admit them. */
const admitted = {
  NOTIFY_ORIENTATION: ["DRAFT", "AWAITING_SIGNATURE"],
  SIGN: ["AWAITING_SIGNATURE"],
  AMEND: ["SIGNED"],
  RENEW: ["SIGNED"],
  REPLACE: ["SIGNED"],
  END: ["DRAFT", "AWAITING_SIGNATURE", "SIGNED"],
  LINK_PLAN: ["DRAFT", "AWAITING_SIGNATURE", "SIGNED"],
} as const satisfies Record<string, readonly RecordedStatus[]>;
export type ContractAct = keyof typeof admitted;

export const isAdmitted = (act: ContractAct, status: RecordedStatus): boolean =>
  (admitted[act] as readonly RecordedStatus[]).includes(status);

export const isOpen = (status: RecordedStatus): boolean => isAdmitted("END", status);
