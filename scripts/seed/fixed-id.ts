/** An identifier that is the same at every seeding, for the nth row of a kind. */
export const fixedId = (kind: number, index: number) =>
  `0e00000${kind}-0000-4000-8000-${String(index).padStart(12, "0")}`;
