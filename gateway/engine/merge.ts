import { type Fields, isFields, own, setOwn } from "./own-keys.ts";

/**
 * Adds what a source answered about an object to what is known of it. Values are adopted, not copied; a null never
 * hides what another source has given. Lists of one length are taken as lists of the same things.
 */
export function merge(known: Fields, answered: Fields): void {
  if (known === answered) return;
  for (const key of Object.keys(answered)) {
    const before = own(known, key);
    const after = merged(before, answered[key]);
    if (after !== before) setOwn(known, key, after);
  }
}

function merged(before: unknown, after: unknown): unknown {
  if (after === undefined) return before;
  if (before === undefined || before === null) return after;
  if (after === null) return before;
  if (isFields(before) && isFields(after)) {
    merge(before, after);
    return before;
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    if (before === after) return before;
    for (let index = 0; index < after.length; index += 1) before[index] = merged(before[index], after[index]);
    return before;
  }
  return after;
}
