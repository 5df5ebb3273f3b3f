import type { KnownCommune } from "./commune-finder.ts";

/** Farther than this from the centre of its commune, a point is not in it; no French commune is that wide. */
const WIDEST_COMMUNE_KM = 60;
const RADIUS_KM = 6371;

export interface RepairedPoint {
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly repairs: string[];
  readonly losses: string[];
}

/**
 * Reads decimal commas, gives back a lost minus sign of the latitude when only the negated point lies in the commune, and
 * drops a point that lies in its commune neither way, or whose commune is not known: it may be on the wrong hemisphere.
 */
export function repairPoint(latitude: string, longitude: string, commune: KnownCommune | undefined): RepairedPoint {
  const nothing = { latitude: null, longitude: null, repairs: [] };
  if (latitude.trim() === "" || longitude.trim() === "") return { ...nothing, losses: ["coordinates.absent"] };
  const point = { latitude: readDecimal(latitude), longitude: readDecimal(longitude) };
  if (!Number.isFinite(point.latitude) || !Number.isFinite(point.longitude))
    return { ...nothing, losses: ["coordinates.unreadable"] };
  const repairs = `${latitude}${longitude}`.includes(",") ? ["coordinates.decimal-comma"] : [];
  if (!commune || commune.latitude === null || commune.longitude === null)
    return { ...nothing, losses: ["coordinates.unverifiable"] };
  const isInside = (candidate: typeof point) => kilometres(candidate, commune) <= WIDEST_COMMUNE_KM;
  if (isInside(point)) return { ...point, repairs, losses: [] };
  const negated = { ...point, latitude: -point.latitude };
  if (isInside(negated)) return { ...negated, repairs: [...repairs, "latitude.sign"], losses: [] };
  return { ...nothing, losses: ["coordinates.outside-commune"] };
}

const readDecimal = (text: string) => Number(text.trim().replace(",", "."));

function kilometres(point: { latitude: number; longitude: number }, centre: KnownCommune): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const east =
    radians(point.longitude - centre.longitude!) * Math.cos(radians((point.latitude + centre.latitude!) / 2));
  return RADIUS_KM * Math.hypot(east, radians(point.latitude - centre.latitude!));
}
