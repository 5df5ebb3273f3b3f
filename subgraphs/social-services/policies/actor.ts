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

/** Who writes in the social files of her organisation. */
export const fileKeepers = ["SOCIAL_WORKER"] as const satisfies readonly ActingRole[];
/** Who takes, hands over and ends the mandates of her organisation. */
export const mandateKeepers = ["SOCIAL_WORKER", "INSERTION_REFERENT"] as const satisfies readonly ActingRole[];

/** Whether a viewer may act on a row: it is her organisation's, and her role is one of `allowed`. */
export const mayActOn = (
  viewer: Viewer | null,
  allowed: readonly ActingRole[],
  { organizationId }: { readonly organizationId: string },
): boolean => actingAs(viewer, allowed)?.organizationId === organizationId;

/** Who keeps the conventions of her organisation. */
export const conventionKeepers = Object.keys(actingRoles) as readonly ActingRole[];

/** Who does what a coordination meeting decided. */
export const taskDoers = Object.keys(actingRoles) as readonly ActingRole[];

/** Whether a viewer may say that a task is done: her organisation is to do it, or called the meeting under its mandate. */
export const mayCompleteTask = (
  viewer: Viewer | null,
  task: { readonly organizationId: string; readonly assigneeId: string },
): boolean =>
  mayActOn(viewer, mandateKeepers, task) || mayActOn(viewer, taskDoers, { organizationId: task.assigneeId });

/** Whether a viewer may say how far an action about a barrier has come: her organisation keeps the file, or is to do it. */
export const mayFollowAction = (
  viewer: Viewer | null,
  action: { readonly organizationId: string; readonly assigneeId: string },
): boolean =>
  mayActOn(viewer, fileKeepers, action) || mayActOn(viewer, taskDoers, { organizationId: action.assigneeId });

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
