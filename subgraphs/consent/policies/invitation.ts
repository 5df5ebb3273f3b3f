import { createHash, type KeyObject, sign } from "node:crypto";
import { coversCommune, departmentsOf, type Territory } from "./territory.ts";

/** For how long an invitation may be used: as long as it takes to read a code to somebody. */
export const INVITATION_HOURS = 24;

/** How often in an hour one professional may look for an invitation by its code. */
export const LOOKUPS_AN_HOUR = 10;

/** Letters and digits that nobody takes for one another. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 12;

/**
 * The code of an invitation: 60 bits that follow from its identifier and the lasting key of the registry. It is stored
 * nowhere, and shown again to whoever made it as often as she asks. What is signed for it begins with a letter, so that it is
 * neither a head of the ledger nor a receipt.
 */
export function codeOf(invitation: string, key: KeyObject): string {
  const bytes = sign(null, Buffer.from(`Invitation ${invitation}`), key);
  const letters = [...createHash("sha256").update(bytes).digest().subarray(0, LENGTH)].map(
    (byte) => ALPHABET[byte % ALPHABET.length],
  );
  return [0, 4, 8].map((from) => letters.slice(from, from + 4).join("")).join("-");
}

/** What is stored of a code, however it was typed: without what separates, and with what looks like a digit as one. */
export function codeHash(code: string): string {
  const letters = code
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, "")
    .replaceAll("O", "0")
    .replaceAll(/[IL]/g, "1");
  return createHash("sha256").update(letters).digest("hex");
}

/** To whom an invitation is addressed. */
export interface Addressed {
  /** The one organisation that is invited; null for any that works where she lives. */
  readonly invitedOrganizationId: string | null;
  readonly departmentCodes: readonly string[];
  readonly communeCode: string | null;
}

/** Whether an organisation may take up an invitation: it is the one that is named, and works where the person lives. */
export function isAddressedTo(invitation: Addressed, organization: Territory & { readonly id: string }): boolean {
  const { invitedOrganizationId, departmentCodes, communeCode } = invitation;
  if (communeCode !== null && !coversCommune(organization, communeCode)) return false;
  if (invitedOrganizationId !== null) return invitedOrganizationId === organization.id;
  return departmentsOf(organization).some((code) => departmentCodes.includes(code));
}
