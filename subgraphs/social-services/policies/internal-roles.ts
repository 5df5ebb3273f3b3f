import type { Viewer } from "../../../kit/viewer.ts";
import type { DataCategory, Role } from "../../protection.ts";

/**
 * What members may read of their own organisation's rows, by role. A contract holder sees the social file but neither a
 * prescription nor a request that tells of a disability: both speak of health.
 */
export const internalRoles: Readonly<Partial<Record<DataCategory, readonly Role[]>>> = {
  SOCIAL_RIGHTS: ["SOCIAL_WORKER", "INSERTION_REFERENT"],
  DISABILITY_STATUS: ["SOCIAL_WORKER"],
  CARE_NAVIGATION: ["SOCIAL_WORKER", "HEALTH_NAVIGATOR"],
  EVALUATION_INDICATOR: ["SOCIAL_WORKER"],
};

export function isInternalReadAllowed(viewer: Viewer, category: string): boolean {
  const allowed = internalRoles[category as DataCategory] ?? [];
  return allowed.some((role) => viewer.roles.includes(role));
}
