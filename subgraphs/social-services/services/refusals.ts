import { Refusal } from "../../../kit/user-error.ts";

/** The same for what does not exist and for what the viewer may not know of. */
export const notFound = (field: string) => new Refusal("NOT_FOUND", "Nothing was found here for you.", [field]);

export const badInput = (field: string, message: string) => new Refusal("BAD_USER_INPUT", message, [field]);

export const conflict = (field: string, message: string) => new Refusal("CONFLICT_VERSION", message, [field]);

export const consentRequired = (message: string) => new Refusal("CONSENT_REQUIRED", message);

/** Refuses a day that has not come yet in Paris. */
export function refuseFuture(field: string, day: string, today: string): void {
  if (day > today) throw badInput(field, "This day has not come yet: give today or an earlier day.");
}
