import { expect } from "@jest/globals";

/** Places where `broken` has null instead of what `healthy` has; any other difference fails the test. */
export function nulledPlaces(healthy: unknown, broken: unknown, path: (string | number)[] = []): string[] {
  if (broken === null) return healthy === null ? [] : [JSON.stringify(path)];
  if (typeof healthy !== "object" || healthy === null) {
    expect([path, broken]).toEqual([path, healthy]);
    return [];
  }
  expect(Object.keys(broken as object)).toEqual(Object.keys(healthy));
  return Object.entries(healthy).flatMap(([key, value]) =>
    nulledPlaces(value, (broken as Record<string, unknown>)[key], [
      ...path,
      Array.isArray(healthy) ? Number(key) : key,
    ]),
  );
}
