import type { Work } from "../../work.ts";
import { answerExpectedBefore, DAY_MS } from "./prescription-transitions.ts";
import type { RecordedStatus } from "./prescription-words.ts";

/** Days without an answer after which the association is reminded. */
export const REMINDER_AFTER_DAYS = 10;

interface Addressed {
  readonly recordedStatus: RecordedStatus;
  readonly requestedAt: Date;
  /** The organisation that prescribed. */
  readonly organizationId: string;
  readonly recipientOrganizationId: string;
}

/**
 * What waits about a prescription that has just come to its status, at `now`; undefined when what waited still does. Reminder
 * and expiry are stated with the prescription and come by the clock: no job has to run.
 */
export function workAfter(prescription: Addressed, now: Date): Work[] | undefined {
  const { recordedStatus, requestedAt, organizationId: prescriber, recipientOrganizationId: recipient } = prescription;
  const expiresAt = answerExpectedBefore(requestedAt);
  const remindsAt = new Date(requestedAt.getTime() + REMINDER_AFTER_DAYS * DAY_MS);
  switch (recordedStatus) {
    case "REQUESTED":
      return [
        { kind: "PRESCRIPTION_TO_ANSWER", organization: recipient, appearsAt: requestedAt, lapsesAt: expiresAt },
        { kind: "PRESCRIPTION_ANSWER_LATE", organization: recipient, appearsAt: remindsAt, lapsesAt: expiresAt },
        { kind: "PRESCRIPTION_EXPIRED", organization: prescriber, appearsAt: expiresAt },
      ];
    case "ACCEPTED":
    case "REFUSED":
      return [{ kind: "PRESCRIPTION_ANSWERED", organization: prescriber, appearsAt: now }];
    case "DONE":
      return [{ kind: "PRESCRIPTION_CLOSED", organization: prescriber, appearsAt: now }];
    case "CANCELLED":
      return [];
    default:
      return undefined;
  }
}
