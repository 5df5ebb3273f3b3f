import { contractText } from "./contract-text.ts";

type TextParts = Parameters<typeof contractText>[0];
type Version = Omit<TextParts, "contract" | "terms" | "localName"> &
  TextParts["terms"] & { readonly text: string | null };

/** The text of a version: the one kept, or, of before texts were kept, the one its terms make. */
export const textOfVersion = (version: Version, contract: TextParts["contract"]): string =>
  version.text ?? contractText({ ...version, contract, terms: version, localName: null });
