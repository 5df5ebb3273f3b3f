/** How a person's decision reached the registry. */
export enum EvidenceKind {
  OIDC_AUTHENTICATED = "OIDC_AUTHENTICATED",
  ORAL_ATTESTED = "ORAL_ATTESTED",
  PAPER_SIGNED = "PAPER_SIGNED",
  E_SIGNATURE = "E_SIGNATURE",
}

export const evidenceKinds: Record<EvidenceKind, string> = {
  OIDC_AUTHENTICATED: "Who decided was signed in with her own account.",
  ORAL_ATTESTED: "A professional of the organisation that asked heard her say it.",
  PAPER_SIGNED: "She signed a paper that the organisation that asked keeps.",
  E_SIGNATURE: "She signed a document electronically, which the organisation that asked keeps.",
};

/** A signed document is named by the hash of its bytes, which never enter the hub. */
const documented: ReadonlySet<EvidenceKind> = new Set([EvidenceKind.PAPER_SIGNED, EvidenceKind.E_SIGNATURE]);

/** Only her own session proves that somebody was signed in: nobody attests it for her. */
export const isAttestable = (kind: EvidenceKind): boolean => kind !== EvidenceKind.OIDC_AUTHENTICATED;

export const needsArtefact = (kind: EvidenceKind): boolean => documented.has(kind);

/** How surely it is known who decided, in the three levels of the eIDAS regulation. */
export const assuranceLevels = {
  LOW: "Her word, or that of somebody who knows her.",
  SUBSTANTIAL: "An identity document was looked at, or two factors were asked for.",
  HIGH: "An identity document was checked with her present, or a means of the high level was used.",
} as const;
export type AssuranceLevel = keyof typeof assuranceLevels;
