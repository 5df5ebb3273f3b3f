import type { Volet } from "../../volets.ts";

/** What is asked of a search. Lists are OR inside, AND between; absent means no filter. Values are data·inclusion's. */
export interface CareOfferFilters {
  themes?: readonly string[] | null | undefined;
  themeCategories?: readonly string[] | null | undefined;
  fees?: readonly string[] | null | undefined;
  audiences?: readonly string[] | null | undefined;
  receptionModes?: readonly string[] | null | undefined;
  kinds?: readonly string[] | null | undefined;
  careCategories?: readonly string[] | null | undefined;
  sources?: readonly string[] | null | undefined;
  structureId?: string | null | undefined;
  departmentCode?: string | null | undefined;
  /** 0 to 1. */
  minimumQualityScore?: number | null | undefined;
  isAvailable?: boolean | null | undefined;
  volets?: readonly Volet[] | null | undefined;
  /** `YYYY-MM-DD`, in Paris. */
  happensOn?: string | null | undefined;
  openAt?: Date | null | undefined;
}

/** A place: a commune by its INSEE code, a point, or both (then distances are from the point). */
export interface SearchPlace {
  communeCode?: string | null | undefined;
  latitude?: number | null | undefined;
  longitude?: number | null | undefined;
}

/** Where the previous page ended: the sort key of its last offer (null sorts last) and its identifier. */
export interface SearchCursor {
  readonly sortKey: number | null;
  readonly id: string;
}

export interface CareOfferSearch {
  readonly filters: CareOfferFilters;
  readonly near: SearchPlace | null;
  readonly radiusKm: number;
  /** Words looked for in names, labels and descriptions. */
  readonly words: string | null;
  readonly first: number;
  readonly after: SearchCursor | null;
  readonly isCounted: boolean;
}
