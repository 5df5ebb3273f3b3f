import type { Day } from "./calendar.ts";
import type { ContractStatus } from "./contract-status.ts";
import type { VersionKind } from "./version-kind.ts";

/** What happened to contracts of a person, for a reader of the schema. */
export const contractEventKinds = {
  ORIENTATION_NOTIFIED: "The last orientation decision was notified to her.",
  SIGNED: "Both parties had signed it.",
  BEGAN: "Its first day.",
  AMENDED: "Other terms, signed by both, applied from here.",
  RENEWED: "A further period, signed by both, began.",
  REVIEWED: "Its plan was last looked at again.",
  ENDED: "It ended after it was in force.",
  CANCELLED: "It was given up before it was signed.",
  REPLACED: "It gave way to a contrat d'engagement.",
} as const;
export type ContractEventKind = keyof typeof contractEventKinds;

interface HistoryContract {
  readonly id: string;
  readonly recordedStatus: Exclude<ContractStatus, "TO_RENEW">;
  readonly startsOn: Day;
  readonly signedOn: Day | null;
  readonly closedOn: Day | null;
  readonly orientationNotifiedOn: Day | null;
  readonly reviewedOn: Day | null;
}

interface HistoryVersion {
  readonly kind: VersionKind;
  readonly effectiveOn: Day;
}

export interface HistoryEvent<Contract, Version> {
  readonly kind: ContractEventKind;
  readonly on: Day;
  readonly contract: Contract;
  /** Null for what concerns the contract whole. */
  readonly version: Version | null;
}

/** What happened to one contract, whose signed versions are given in their order; nothing of it is stored apart. */
export function eventsOf<Contract extends HistoryContract, Version extends HistoryVersion>(
  contract: Contract,
  signedVersions: readonly Version[],
): HistoryEvent<Contract, Version>[] {
  const { recordedStatus, signedOn } = contract;
  const closing = recordedStatus === "ENDED" || recordedStatus === "CANCELLED" || recordedStatus === "REPLACED";
  const at = (kind: ContractEventKind, on: Day | null, version: Version | null = null) =>
    on === null ? [] : [{ kind, on, contract, version }];
  return [
    ...at("ORIENTATION_NOTIFIED", contract.orientationNotifiedOn),
    ...at("SIGNED", signedOn, signedVersions[0] ?? null),
    ...at("BEGAN", signedOn === null ? null : contract.startsOn),
    ...signedVersions.flatMap((version) =>
      version.kind === "INITIAL"
        ? []
        : at(version.kind === "RENEWAL" ? "RENEWED" : "AMENDED", version.effectiveOn, version),
    ),
    ...at("REVIEWED", contract.reviewedOn),
    ...(closing ? at(recordedStatus, contract.closedOn) : []),
  ];
}

/** By day; within one day contract by contract, each in the order of its own events. */
export const inOrder = <Event extends { readonly on: Day }>(events: readonly Event[]): Event[] =>
  events.toSorted((one, other) => (one.on < other.on ? -1 : one.on > other.on ? 1 : 0));
