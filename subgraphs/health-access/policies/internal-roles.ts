import type { Viewer } from "../../../kit/viewer.ts";
import type { DataCategory, Role } from "../../protection.ts";

/**
 * Who of the association that holds a support reads what of it, without a permit: those who accompany the person; and of the
 * advice asked about her, which does not name her, those who are to give it.
 */
const readers: Partial<Record<DataCategory, readonly Role[]>> = {
  CARE_NAVIGATION: ["HEALTH_NAVIGATOR"],
  APPOINTMENTS_LOGISTICS: ["HEALTH_NAVIGATOR"],
  HEALTH_OBSERVATION: ["HEALTH_NAVIGATOR"],
  EXPERT_ADVICE: ["HEALTH_NAVIGATOR", "MEDICAL_VOLUNTEER"],
  HEALTH_PLAN_FULL: ["HEALTH_NAVIGATOR"],
  EMPLOYMENT_EXTRACT: ["HEALTH_NAVIGATOR"],
  SOCIAL_RIGHTS: ["HEALTH_NAVIGATOR"],
  EVALUATION_INDICATOR: ["HEALTH_NAVIGATOR"],
};

export const isInternalReadAllowed = (viewer: Viewer, category: string): boolean =>
  readers[category as DataCategory]?.some((role) => viewer.roles.includes(role)) ?? false;

/** Who holds contracts, whatever else she does: what a person says of herself is nothing for her contract, even consented to. */
export const isContractSide = (viewer: Viewer | null): boolean =>
  viewer?.roles.includes("INSERTION_REFERENT" satisfies Role) ?? false;

/** A viewer who acts in the name of an organisation. */
export type Member = Viewer & { readonly organization: string };
/** One who accompanies people. */
export type Navigator = Member;
/** One who is asked for advice, and accompanies nobody. */
export type Volunteer = Member;

/** Who may write: the health professionals of an association; which records are hers is asked of each record. */
export const isNavigator = (viewer: Viewer | null): viewer is Navigator =>
  viewer !== null && viewer.organization !== null && viewer.roles.includes("HEALTH_NAVIGATOR" satisfies Role);

/** Who gives advice: the volunteer medical staff of an association, to it alone. */
export const isVolunteer = (viewer: Viewer | null): viewer is Volunteer =>
  viewer !== null && viewer.organization !== null && viewer.roles.includes("MEDICAL_VOLUNTEER" satisfies Role);

/** Whoever acts for an organisation, in any role. */
export const isMember = (viewer: Viewer | null): viewer is Member => viewer !== null && viewer.organization !== null;
