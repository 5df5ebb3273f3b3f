import type { Work } from "../../work.ts";
import { addMonths, type Day, nextDay } from "./calendar.ts";
import { RENEWAL_NOTICE_MONTHS, type RecordedStatus, renewalHorizon } from "./contract-status.ts";

interface Waiting {
  readonly recordedStatus: RecordedStatus;
  readonly organizationId: string;
  readonly startsOn: Day;
  readonly endsOn: Day;
  readonly orientationNotifiedOn: Day | null;
}

/**
 * What waits about a contract for the organisation that holds it; a renewal to come is stated with the contract and comes by
 * the clock. `changeProposedAt` is the instant of a change of a signed contract that awaits signatures; null without one.
 */
export function workOf(contract: Waiting, changeProposedAt: Date | null): Work[] {
  const { recordedStatus, organizationId: organization, startsOn, endsOn, orientationNotifiedOn } = contract;
  if (recordedStatus === "AWAITING_SIGNATURE")
    return [{ kind: "CONTRACT_TO_SIGN", organization, appearsAt: startOf(orientationNotifiedOn ?? startsOn) }];
  if (recordedStatus !== "SIGNED") return [];
  const renewal: Work = { kind: "CONTRACT_TO_RENEW", organization, appearsAt: startOf(firstDayToRenew(endsOn)) };
  if (changeProposedAt === null) return [renewal];
  return [{ kind: "CONTRACT_CHANGE_TO_SIGN", organization, appearsAt: changeProposedAt }, renewal];
}

/** The first day on which {@link renewalHorizon} reaches the end. */
function firstDayToRenew(endsOn: Day): Day {
  const day = addMonths(endsOn, -RENEWAL_NOTICE_MONTHS);
  return renewalHorizon(day) < endsOn ? nextDay(day) : day;
}

const startOf = (day: Day): Date => new Date(`${day}T00:00:00Z`);
