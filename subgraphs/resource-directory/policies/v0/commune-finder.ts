import { toSearchName } from "../search-name.ts";

/** What the repairs of v0 must know of a commune. */
export interface KnownCommune {
  readonly code: string;
  readonly search_name: string;
  readonly department_code: string;
  readonly postal_codes: readonly string[];
  readonly latitude: number | null;
  readonly longitude: number | null;
}

export interface CommuneFinder {
  byCode(code: string): KnownCommune | undefined;
  /** The only commune of this name that uses the postal code or, failing that, lies in its département. */
  byName(name: string, postalCode: string): KnownCommune | undefined;
  /** The commune that alone uses the postal code. */
  byPostalCode(postalCode: string): KnownCommune | undefined;
}

export function createCommuneFinder(communes: readonly KnownCommune[]): CommuneFinder {
  const codes = new Map(communes.map((commune) => [commune.code, commune]));
  const names = Map.groupBy(communes, ({ search_name }) => withoutArticle(search_name));
  const postal = Map.groupBy(
    communes.flatMap((commune) => commune.postal_codes.map((postalCode) => ({ postalCode, commune }))),
    ({ postalCode }) => postalCode,
  );
  const only = <Item>(items: readonly Item[]) => (items.length === 1 ? items[0] : undefined);
  return {
    byCode: (code) => codes.get(code),
    byName(name, postalCode) {
      const named = names.get(withoutArticle(toSearchName(name))) ?? [];
      const department = postalCode.startsWith("97") ? postalCode.slice(0, 3) : postalCode.slice(0, 2);
      return (
        only(named.filter(({ postal_codes }) => postal_codes.includes(postalCode))) ??
        only(named.filter(({ department_code }) => department_code === department))
      );
    },
    byPostalCode: (postalCode) => only(postal.get(postalCode) ?? [])?.commune,
  };
}

const withoutArticle = (name: string) => name.replace(/^(la|le|les|l) (?=.)/, "");
