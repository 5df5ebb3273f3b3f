import { type CrowdPerson, crowdId, type PrescriptionPast } from "./crowd-person.ts";

/** A health support of one of the crowd, told in days before today. */
export interface SupportPast {
  readonly id: string;
  readonly status: "OPEN" | "STARTED" | "ENDED";
  readonly openedAgo: number;
  readonly endedAgo: number | null;
}

const statusOf: Partial<Record<PrescriptionPast["status"], SupportPast["status"]>> = {
  ACCEPTED: "OPEN",
  IN_PROGRESS: "STARTED",
  ON_HOLD: "OPEN",
  DONE: "ENDED",
};
/** Days after its sending on which a prescription is accepted, and on which one that is done was. */
export const ACCEPTED_AFTER = 3;
export const DONE_AFTER = 150;

/** The support that an accepted prescription opened; null where none was. */
export function supportPastOf({ index, prescription: { status, daysAgo } }: CrowdPerson): SupportPast | null {
  const supportStatus = statusOf[status];
  if (!supportStatus) return null;
  return {
    id: crowdId(20, index),
    status: supportStatus,
    openedAgo: daysAgo - ACCEPTED_AFTER,
    endedAgo: supportStatus === "ENDED" ? daysAgo - DONE_AFTER : null,
  };
}
