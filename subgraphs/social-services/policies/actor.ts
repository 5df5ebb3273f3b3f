import type { Viewer } from "../../../kit/viewer.ts";
import type { Role } from "../../protection.ts";

/** Roles that act in this subgraph, as histories show them. */
export const actingRoles = {
  SOCIAL_WORKER: "Accompanies people in a social service and prescribes health supports.",
  INSERTION_REFERENT: "Accompanies people towards employment and holds their contracts.",
  HEALTH_NAVIGATOR: "Health professional of an association who brings people to care.",
} as const satisfies Partial<Record<Role, string>>;
export type ActingRole = keyof typeof actingRoles;

/** Who acts: an organisation and a role, never a name. */
export interface Actor {
  readonly organizationId: string;
  /** Null when the hub records what an organisation did elsewhere. */
  readonly role: ActingRole | null;
}

/** The first of `allowed` the viewer holds in her organisation; null when she holds none. */
export function actingAs(viewer: Viewer | null, allowed: readonly ActingRole[]): Actor | null {
  const role = allowed.find((candidate) => viewer?.roles.includes(candidate));
  return viewer?.organization && role ? { organizationId: viewer.organization, role } : null;
}

/** The part a viewer may play in a prescription by her organisation and role; null when she has none. */
export function partyOf(
  viewer: Viewer | null,
  prescription: { readonly organizationId: string; readonly recipientOrganizationId: string },
): "PRESCRIBER" | "RECIPIENT" | null {
  if (!viewer?.organization) return null;
  const isSocialWorker = viewer.roles.includes("SOCIAL_WORKER");
  if (viewer.organization === prescription.organizationId && isSocialWorker) return "PRESCRIBER";
  const isNavigator = viewer.roles.includes("HEALTH_NAVIGATOR");
  return viewer.organization === prescription.recipientOrganizationId && isNavigator ? "RECIPIENT" : null;
}
