import { refuseInput } from "./refusals.ts";

const LONGEST_MS = 12 * 3_600_000;

/** Refuses a session whose times cannot be, or that is over when it is planned. */
export function requireHeldSoon({ startsAt, endsAt }: { readonly startsAt: Date; readonly endsAt: Date }): void {
  if (endsAt <= startsAt || endsAt.getTime() - startsAt.getTime() > LONGEST_MS)
    throw refuseInput("A session ends after it began, within twelve hours.", ["endsAt"]);
  if (endsAt <= new Date()) throw refuseInput("A session is planned before it is over.", ["endsAt"]);
}
