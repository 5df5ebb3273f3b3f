import type { RecordedStatus } from "./contract-status.ts";

/** Who signs, for a reader of the schema. */
export const contractParties = {
  PERSON: "The person who commits.",
  ORGANIZATION: "The organisation that holds the contract.",
} as const;
export type ContractParty = keyof typeof contractParties;
export const bothParties = Object.keys(contractParties) as readonly ContractParty[];

/** By what means a party signed. */
export const signatureMedia = {
  IN_HUB: "Signed in to the hub with the party's own account.",
  ON_PAPER: "By hand, on paper that the organisation keeps.",
  ON_SCREEN: "By hand, on a screen.",
  SIGNATURE_SERVICE: "Through a service of electronic signatures.",
} as const;
export type SignatureMedium = keyof typeof signatureMedia;

/** Where a version stands, for a reader of the schema. */
export const versionStatuses = {
  AWAITING_SIGNATURES: "Proposed: the terms agreed before stay in force until both parties have signed this text.",
  SIGNED: "Signed by both parties.",
  GIVEN_UP: "Never signed by both: other terms were proposed instead, or the contract was closed.",
} as const;
export type VersionStatus = keyof typeof versionStatuses;

interface Workflow {
  readonly recordedStatus: RecordedStatus;
  /** Number of the version last recorded. */
  readonly version: number;
  /** Number of the version proposed after the contract was signed; stale once another one was recorded. */
  readonly awaitingNumber: number | null;
}

/** The number of the version that both parties have to sign next; null when there is none. */
export function awaitedNumber({ recordedStatus, version, awaitingNumber }: Workflow): number | null {
  const isAwaited = recordedStatus === "SIGNED" ? awaitingNumber === version : isUnsigned(recordedStatus);
  return isAwaited ? version : null;
}

const isUnsigned = (status: RecordedStatus) => status === "DRAFT" || status === "AWAITING_SIGNATURE";

interface VersionFacts {
  readonly number: number;
  /** Null for versions of before signatures were kept one by one: they were agreed when they were recorded. */
  readonly textHash: string | null;
}

export function versionStatus(
  contract: Workflow & { readonly signedOn: string | null },
  { number, textHash }: VersionFacts,
  signatures: number,
): VersionStatus {
  if (awaitedNumber(contract) === number) return "AWAITING_SIGNATURES";
  const isSigned =
    contract.signedOn !== null && (number === 1 || textHash === null || signatures === bothParties.length);
  return isSigned ? "SIGNED" : "GIVEN_UP";
}

/** Who has not signed yet. */
export const missingParties = (signatures: readonly { readonly party: ContractParty }[]): ContractParty[] =>
  bothParties.filter((party) => !signatures.some((signature) => signature.party === party));
