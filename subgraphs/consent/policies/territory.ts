/** Where an organisation works, besides its whole département or instead of it. */
export const areaKinds = {
  DEPARTMENT: "A whole département, by its INSEE code.",
  INTERCOMMUNALITY: "An intercommunality (EPCI), by its SIREN number.",
  COMMUNE: "One commune, by its INSEE code.",
} as const;
export type AreaKind = keyof typeof areaKinds;

/** A part of a territory; `communes` are those an intercommunality had when it was recorded. */
export interface Area {
  readonly kind: AreaKind;
  readonly code: string;
  readonly departmentCode: string;
  readonly communes: readonly string[];
}

/** The areas of an organisation; one that names none works in its whole département. */
export interface Territory {
  readonly departmentCode: string | null;
  readonly areas: readonly Area[];
}

/** The département of a commune, by its INSEE code: two characters, three overseas. */
export const departmentOf = (commune: string): string => commune.slice(0, commune.startsWith("97") ? 3 : 2);

/** The départements in which an organisation works, at least in part. */
export function departmentsOf({ departmentCode, areas }: Territory): readonly string[] {
  if (areas.length > 0) return [...new Set(areas.map((area) => area.departmentCode))];
  return departmentCode === null ? [] : [departmentCode];
}

/** Whether an organisation works in a commune. */
export function coversCommune({ departmentCode, areas }: Territory, commune: string): boolean {
  if (areas.length === 0) return departmentCode === departmentOf(commune);
  return areas.some(
    ({ kind, code, communes }) =>
      (kind === "DEPARTMENT" && code === departmentOf(commune)) ||
      (kind === "COMMUNE" && code === commune) ||
      (kind === "INTERCOMMUNALITY" && communes.includes(commune)),
  );
}

/** Whether two organisations work in one département. */
export const areNeighbours = (one: Territory, other: Territory): boolean =>
  departmentsOf(one).some((code) => departmentsOf(other).includes(code));
