import { decidesAlone, type ProxyKind } from "./proxy-kind.ts";

interface Authority {
  readonly id: string;
  readonly kind: ProxyKind;
  readonly scope: readonly string[];
}

/** What there is to judge by: who signs now, who signed the same notice before, and which authorities are in force. */
export interface Signatures {
  /** Of the person when null. */
  readonly signer: Authority | null;
  /** Identifier of the authority of each earlier signature, null for the person's own. */
  readonly earlier: readonly (string | null)[];
  readonly inForce: readonly Authority[];
  /** What would be permitted. */
  readonly categories: readonly string[];
}

/** Decided, under the authority it rests on; or still waiting for a second signature. */
export type Outcome = { readonly isDecided: false } | { readonly isDecided: true; readonly authority: string | null };

/**
 * Who represents the person decides for her. She decides alone too, unless a curator assists her in one of these
 * categories: then it takes both, in whichever order.
 */
export function judgeSignatures({ signer, earlier, inForce, categories }: Signatures): Outcome {
  if (signer && decidesAlone(signer.kind)) return { isDecided: true, authority: signer.id };
  const signed = new Set([...earlier, signer?.id ?? null]);
  if (!signed.has(null)) return { isDecided: false };
  const curators = inForce.filter(
    ({ kind, scope }) => !decidesAlone(kind) && scope.some((category) => categories.includes(category)),
  );
  if (curators.length === 0) return { isDecided: true, authority: null };
  const assisting = curators.find(({ id }) => signed.has(id));
  return assisting ? { isDecided: true, authority: assisting.id } : { isDecided: false };
}
