import { Refusal } from "../../../kit/user-error.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import {
  isMember,
  isNavigator,
  isVolunteer,
  type Member,
  type Navigator,
  type Volunteer,
} from "../policies/internal-roles.ts";

/** The viewer as a health navigator of an association; decided before anything is looked up, so it tells nothing. */
export function requireNavigator(viewer: Viewer | null): Navigator {
  if (isNavigator(viewer)) return viewer;
  throw new Refusal("FORBIDDEN", "Only a health navigator of an association may do this.");
}

/** The viewer as volunteer medical staff of an association; decided before anything is looked up too. */
export function requireVolunteer(viewer: Viewer | null): Volunteer {
  if (isVolunteer(viewer)) return viewer;
  throw new Refusal("FORBIDDEN", "Only volunteer medical staff of an association may do this.");
}

/** The viewer as a professional of some organisation. */
export function requireMember(viewer: Viewer | null): Member {
  if (isMember(viewer)) return viewer;
  throw new Refusal("FORBIDDEN", "Only a professional may do this.");
}

/** What another association holds is not found, exactly as what does not exist. */
export function requireFound<Row>(row: Row | null, field: string): Row {
  if (row !== null) return row;
  throw new Refusal("NOT_FOUND", "Nothing was found here for you; check the identifier.", [field]);
}

export const refuseState = (message: string, field: string[] | null = null): Refusal =>
  new Refusal("CONFLICT_VERSION", message, field);

export const refuseInput = (message: string, field: string[]): Refusal => new Refusal("BAD_USER_INPUT", message, field);
