import type { Viewer } from "../../../kit/viewer.ts";
import type { Role } from "../../protection.ts";

/** Roles whose holders accompany people: who these are is for them to know, not for every member of their organisation. */
export const accompanyingRoles: readonly Role[] = ["SOCIAL_WORKER", "HEALTH_NAVIGATOR", "INSERTION_REFERENT"];

export const mayKnowAccompanied = (viewer: Viewer): boolean => accompanyingRoles.some((role) => holds(viewer, role));

/** Who may invite others to accompany a person: she herself, or who accompanies people and names her. */
export const mayInviteFor = (viewer: Viewer, person: string | null | undefined): boolean =>
  viewer.dataSubject
    ? (person ?? viewer.dataSubject) === viewer.dataSubject
    : viewer.organization !== null && mayKnowAccompanied(viewer) && Boolean(person);

/** Who may end accompaniments at all: people, hers each; professionals, their organisation's. */
export const mayEndAccompaniments = (viewer: Viewer): boolean =>
  viewer.dataSubject !== null || (viewer.organization !== null && mayKnowAccompanied(viewer));

/** Whether a viewer may end this one. */
export const mayEndAccompaniment = (
  viewer: Viewer | null,
  { personId, organizationId, endedOn }: { personId: string; organizationId: string; endedOn: string | null },
): boolean =>
  viewer !== null &&
  endedOn === null &&
  mayEndAccompaniments(viewer) &&
  (viewer.dataSubject ? viewer.dataSubject === personId : viewer.organization === organizationId);

/** Who sees all who accompany a person: she herself, and professionals of the organisation that holds her mandate of référent. */
export const mayCoordinate = (
  viewer: Viewer | null,
  { personId, organizationId }: { readonly personId: string; readonly organizationId: string },
): boolean =>
  viewer !== null &&
  (viewer.dataSubject === personId || (viewer.organization === organizationId && mayKnowAccompanied(viewer)));

const askingRoles: readonly Role[] = ["SOCIAL_WORKER", "HEALTH_NAVIGATOR"];

/** Who may prepare and offer a consent in her organisation's name. */
export const mayOfferConsent = (viewer: Viewer): boolean => askingRoles.some((role) => holds(viewer, role));

/**
 * Whether the recipient of what an agreement covers may ask for it, as its holder may: only where those who would read it are
 * those who ask. A holder of contracts who asks would have to hear what came of it.
 */
export const mayRecipientAsk = (readers: readonly string[]): boolean =>
  readers.every((role) => askingRoles.some((asking) => asking === role));

/** Who may declare consents invalid: those of her organisation, or all where it operates the hub. */
export const mayInvalidateConsent = (viewer: Viewer): boolean => holds(viewer, "DATA_PROTECTION_OFFICER");

/** Who may record where organisations work, where her own operates the hub: it decides whom people's référents may be. */
export const mayRecordTerritory = (viewer: Viewer): boolean => holds(viewer, "DATA_PROTECTION_OFFICER");

/** Who may search what her organisation asked for and what was asked of it. */
export const maySearchDisclosures = (viewer: Viewer): boolean => holds(viewer, "DATA_PROTECTION_OFFICER");

/**
 * Those who may ask for consents read the ones their own organisation asked for. A holder of contracts does not, even in the
 * same organisation: she would learn that a person refused or withdrew. That it accompanies somebody is known to all who do.
 */
export const isInternalReadAllowed = (viewer: Viewer, category: string): boolean =>
  category === "SOCIAL_RIGHTS" ? mayKnowAccompanied(viewer) : mayOfferConsent(viewer);

const holds = ({ roles }: Viewer, role: Role): boolean => roles.includes(role);
