import type { WorkshopSession } from "../entities/workshop-session.ts";
import type { DayOffer } from "./day-offer.ts";
import { workshopThemes } from "./workshop-words.ts";

/** How a session of a workshop shows in the directory; who registered is no part of it, and neither is how many. */
export function workshopOffer(session: WorkshopSession): DayOffer {
  const { label, theme } = workshopThemes[session.theme];
  return {
    id: session.id,
    version: session.version,
    organizationId: session.organizationId,
    name: `Atelier : ${label} – ${session.placeName}`,
    description: `Atelier d’éducation populaire en santé sur ${label}, ${session.capacity} places, sur inscription auprès de l’association qui l’anime.`,
    kind: "atelier",
    themes: [theme],
    audiences: ["tous-publics"],
    mobilisationModes: [],
    volets: ["EDUCATION_POPULAIRE"],
    fee: null,
    address: session.address,
    communeCode: session.communeCode,
    startsAt: session.startsAt,
    endsAt: session.endsAt,
  };
}

/** How many places there are for people registered by name. */
export const placesByName = ({ capacity, anonymousPlaces }: WorkshopSession): number => capacity - anonymousPlaces;
