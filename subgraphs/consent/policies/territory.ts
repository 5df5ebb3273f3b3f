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

/** Codes of the départements, overseas ones included. */
const DEPARTMENT = /^(0[1-9]|1\d|2[1-9AB]|[3-8]\d|9[0-5]|97[1-46])$/;
const COMMUNE = /^(\d{2}|2[AB])\d{3}$/;
const SIREN = /^\d{9}$/;

const isCommune = (code: string): boolean => COMMUNE.test(code) && DEPARTMENT.test(departmentOf(code));

/** A number of the SIREN register holds a check digit (Luhn), so that one that was mistyped is none. */
const isSiren = (code: string): boolean =>
  SIREN.test(code) &&
  [...code].reduce((sum, digit, place) => {
    const weighed = Number(digit) * (place % 2 === 0 ? 1 : 2);
    return sum + (weighed > 9 ? weighed - 9 : weighed);
  }, 0) %
    10 ===
    0;

/** An area as somebody names it; `communes` are those of an intercommunality, and of nothing else. */
export type NamedArea = Pick<Area, "kind" | "code" | "communes">;

/** The area that somebody names; null when there can be none of this code, or with these communes. */
export function areaOf({ kind, code, communes }: NamedArea): Area | null {
  const members = [...new Set(communes)].sort();
  if (kind !== "INTERCOMMUNALITY" && members.length > 0) return null;
  if (kind === "DEPARTMENT") return DEPARTMENT.test(code) ? { kind, code, departmentCode: code, communes: [] } : null;
  if (kind === "COMMUNE")
    return isCommune(code) ? { kind, code, departmentCode: departmentOf(code), communes: [] } : null;
  if (!isSiren(code) || members.length === 0 || !members.every(isCommune)) return null;
  return { kind, code, departmentCode: chiefDepartmentOf(members), communes: members };
}

/** The one in which most of these communes lie, the first of equals. */
function chiefDepartmentOf(communes: readonly string[]): string {
  const counts = Map.groupBy(communes, departmentOf);
  return [...counts].reduce((chief, one) => (one[1].length > chief[1].length ? one : chief))[0];
}

/** Whether two organisations work in one département. */
export const areNeighbours = (one: Territory, other: Territory): boolean =>
  departmentsOf(one).some((code) => departmentsOf(other).includes(code));

/** Where somebody is to be given a mandate: what is known of it, which may be little. */
export interface MandateGround {
  /** INSEE code of the commune where the person lives; null when nobody said. */
  readonly communeCode: string | null;
  /** The person invited the organisation herself, from wherever it works. */
  readonly isInvitedByHer: boolean;
  /** Where the organisation works that hands its mandate over; null when there is none. */
  readonly handedOverBy: Territory | null;
}

const isUnknown = ({ departmentCode, areas }: Territory): boolean => departmentCode === null && areas.length === 0;

/**
 * Whether an organisation may hold the mandate of a person by where it works: in the commune where she lives, when that is
 * known; otherwise, when it takes over from another one, in a département of that one's. Whom she invited herself may always.
 */
export function mayHoldMandate(organization: Territory, ground: MandateGround): boolean {
  const { communeCode, isInvitedByHer, handedOverBy } = ground;
  if (isInvitedByHer || isUnknown(organization)) return true;
  if (communeCode !== null) return coversCommune(organization, communeCode);
  return handedOverBy === null || isUnknown(handedOverBy) || areNeighbours(organization, handedOverBy);
}

/**
 * The part of an organisation's territory that these codes name: départements, communes, and intercommunalities that are
 * areas of its own, since their communes are known then. Null when one of them is no part of it.
 */
export function partOf(organization: Territory, codes: readonly string[]): Territory | null {
  const areas = codes.map((code): Area | null => {
    const own = organization.areas.find((area) => area.code === code);
    if (own) return own;
    if (isCommune(code))
      return coversCommune(organization, code) ? areaOf({ kind: "COMMUNE", code, communes: [] }) : null;
    const isWhole = organization.areas.length === 0 && organization.departmentCode === code;
    return isWhole ? areaOf({ kind: "DEPARTMENT", code, communes: [] }) : null;
  });
  return areas.includes(null) ? null : { departmentCode: null, areas: areas as Area[] };
}
