import type { Viewer } from "../../../kit/viewer.ts";
import type { Role } from "../../protection.ts";

/** Roles whose holders accompany people: what their organisation may know of a person is for them, not for every member. */
export const accompanyingRoles: readonly Role[] = ["SOCIAL_WORKER", "HEALTH_NAVIGATOR", "INSERTION_REFERENT"];

/** Professionals who accompany people read the consents their own organisation asked for. */
export const isInternalReadAllowed = (viewer: Viewer): boolean =>
  accompanyingRoles.some((role) => viewer.roles.includes(role));

/** Who may prepare and offer a consent in her organisation's name. */
export const mayOfferConsent = (viewer: Viewer): boolean =>
  (["SOCIAL_WORKER", "HEALTH_NAVIGATOR"] as Role[]).some((role) => viewer.roles.includes(role));
