const origins = new Map<string, string>();

/** Scheme, host and port of a peer's base URL, read once for each: peers are few and called all the time. Throws for what is no URL. */
export function originOf(base: string): string {
  const known = origins.get(base);
  if (known !== undefined) return known;
  const { origin } = new URL(base);
  origins.set(base, origin);
  return origin;
}
