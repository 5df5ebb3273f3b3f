import {
  type ContractKind,
  contractKinds,
  isFormerKind,
} from "../../../subgraphs/employment-contracts/policies/contract-kind.ts";
import { dayAgo } from "../days.ts";
import type { ContractPast } from "./crowd-person.ts";
import { nth, words } from "./lists.ts";

/** The days of a contract as `YYYY-MM-DD`, null where that did not happen, and when it was recorded in days before today. */
export interface ContractCalendar {
  readonly kind: ContractKind;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly notifiedOn: string | null;
  readonly signedOn: string | null;
  readonly closedOn: string | null;
  readonly recordedAgo: number;
}

/** In days from today, negative ones to come: from when to when, notified when, signed when, closed when. */
const calendars: Readonly<
  Record<Exclude<ContractPast, "REPLACED">, readonly [number, number, number | null, number | null, number | null]>
> = {
  DRAFT: [-10, -190, null, null, null],
  AWAITING_SIGNATURE: [-5, -185, 20, null, null],
  SIGNED: [60, -120, 80, 61, null],
  TO_RENEW: [150, -20, 170, 151, null],
  ENDED: [400, 30, 420, 401, 35],
  CANCELLED: [90, -90, 110, null, 85],
};
/** When a draft was begun: nothing was notified yet. */
const DRAFTED_AGO = 12;

const formerKinds = words(contractKinds).filter(isFormerKind);
/** Former kinds began before they were closed to new contracts, whatever day it is. */
const FORMER = { startsOn: "2024-12-02", endsOn: "2026-12-01", signedOn: "2024-12-02" } as const;
const FORMER_RECORDED_AGO = 400;

/** The calendar of a contract that has come so far; one that was replaced is of a former kind, and its end that day. */
export function contractCalendar(past: ContractPast, index: number): ContractCalendar {
  const [, , , successorSignedAgo] = calendars.SIGNED;
  if (past === "REPLACED") {
    const replacedOn = dayAgo(successorSignedAgo!);
    const closedOn = replacedOn < FORMER.endsOn ? replacedOn : FORMER.endsOn;
    return {
      ...FORMER,
      kind: nth(formerKinds, Math.floor(index / 7)),
      notifiedOn: null,
      closedOn,
      recordedAgo: FORMER_RECORDED_AGO,
    };
  }
  const [startsAgo, endsAgo, notifiedAgo, signedAgo, closedAgo] = calendars[past];
  const day = (ago: number | null) => (ago === null ? null : dayAgo(ago));
  return {
    kind: "CONTRAT_ENGAGEMENT",
    startsOn: dayAgo(startsAgo),
    endsOn: dayAgo(endsAgo),
    notifiedOn: day(notifiedAgo),
    signedOn: day(signedAgo),
    closedOn: day(closedAgo),
    recordedAgo: notifiedAgo ?? DRAFTED_AGO,
  };
}
