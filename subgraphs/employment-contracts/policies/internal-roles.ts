import type { Viewer } from "../../../kit/viewer.ts";
import type { DataCategory, Role } from "../../protection.ts";
import type { ContractParty } from "./signing.ts";

/** Roles of the holding organisation that read each category of its rows without a permit; absent: none. */
const readers: Partial<Record<DataCategory, readonly Role[]>> = {
  CONTRACT_TERMS: ["INSERTION_REFERENT"],
};

export function isInternalReadAllowed(viewer: Viewer, category: string): boolean {
  const allowed: readonly string[] = readers[category as DataCategory] ?? [];
  return viewer.organization !== null && viewer.roles.some((role) => allowed.includes(role));
}

/** Whether the viewer may open and change contracts, of her own organisation only. */
export const isReferent = (viewer: Viewer | null): viewer is Viewer & { organization: string } =>
  viewer !== null && viewer.organization !== null && viewer.roles.includes("INSERTION_REFERENT");

/** The side on which the viewer signs contracts of her own; null when she signs none. */
export function partyOf(viewer: Viewer | null): ContractParty | null {
  if (viewer?.dataSubject) return "PERSON";
  return isReferent(viewer) ? "ORGANIZATION" : null;
}
