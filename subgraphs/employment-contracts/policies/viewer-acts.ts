import type { Day } from "./calendar.ts";
import { type ContractKind, FORMER_KINDS_REPLACED_BEFORE, isFormerKind } from "./contract-kind.ts";
import { type ContractAct, isAdmitted, type RecordedStatus } from "./contract-status.ts";
import { findSignatureProblem } from "./signature.ts";
import type { ContractParty } from "./signing.ts";

/** What somebody may do with a contract, by the mutation that does it, for a reader of the schema. */
export const viewerActs = {
  NOTIFY_ORIENTATION: "Record a notified orientation: notifyOrientation.",
  SIGN: "Sign the version that awaits signatures, for one's own side: signContractVersion.",
  RECORD_SIGNATURE: "Record the signature the person gave outside the hub: recordContractSignature.",
  AMEND: "Propose other terms: amendEmploymentContract.",
  RENEW: "Propose a further period: renewEmploymentContract.",
  GIVE_UP_VERSION: "Take back what was proposed and not signed by both: giveUpContractVersion.",
  REVIEW: "Record a review after which nothing had to change: recordContractReview.",
  REPLACE: "Open a contrat d'engagement that replaces it: openEmploymentContract.",
  END: "End it, or give it up before it is signed: endEmploymentContract.",
  LINK_PLAN: "Link an extract the person approved, where there is one: linkPlanExtract.",
} as const;
export type ViewerAct = keyof typeof viewerActs;

interface Standing {
  readonly kind: ContractKind;
  readonly recordedStatus: RecordedStatus;
  readonly endsOn: Day;
  readonly signedOn: Day | null;
  readonly orientationNotifiedOn: Day | null;
  /** Whether a contrat d'engagement that replaces it is there already. */
  readonly isBeingReplaced: boolean;
}

interface Awaited {
  readonly endsOn: Day;
  readonly missing: readonly ContractParty[];
}

/**
 * What a party may do with a contract of its own as it stands today, so that no client offers what would be refused
 * whatever is sent. That LINK_PLAN is there follows from the status alone: it tells nothing about a plan or a consent.
 */
export function actsOf(contract: Standing, party: ContractParty, awaited: Awaited | null, today: Day): ViewerAct[] {
  const signing = awaited && canBeSigned(contract, awaited, today) ? signingActs(party, awaited) : [];
  if (party === "PERSON") return signing;
  const givingUp: ViewerAct[] =
    awaited && isAdmitted("GIVE_UP_VERSION", contract.recordedStatus) ? ["GIVE_UP_VERSION"] : [];
  return [...referentActs.filter((act) => isPossible(act, contract)), ...givingUp, ...signing];
}

const referentActs = [
  "NOTIFY_ORIENTATION",
  "AMEND",
  "RENEW",
  "REVIEW",
  "REPLACE",
  "END",
  "LINK_PLAN",
] as const satisfies readonly (ViewerAct | ContractAct)[];

function isPossible(act: (typeof referentActs)[number], contract: Standing): boolean {
  const { kind, recordedStatus, endsOn, isBeingReplaced } = contract;
  if (!isAdmitted(act, recordedStatus)) return false;
  if (act === "REPLACE") return isFormerKind(kind) && !isBeingReplaced;
  return act !== "RENEW" || !isFormerKind(kind) || endsOn < FORMER_KINDS_REPLACED_BEFORE;
}

function signingActs(party: ContractParty, { missing }: Awaited): ViewerAct[] {
  const acts: ViewerAct[] = missing.includes(party) ? ["SIGN"] : [];
  return party === "ORGANIZATION" && missing.includes("PERSON") ? [...acts, "RECORD_SIGNATURE"] : acts;
}

/** Whether a signature given today would be taken; the deadline of the orientation bounds the first version only. */
function canBeSigned(contract: Standing, { endsOn }: Awaited, today: Day): boolean {
  if (!isAdmitted("SIGN", contract.recordedStatus)) return false;
  const orientationNotifiedOn = contract.signedOn === null ? contract.orientationNotifiedOn : null;
  return findSignatureProblem({ kind: contract.kind, endsOn, orientationNotifiedOn }, today, today) === null;
}
