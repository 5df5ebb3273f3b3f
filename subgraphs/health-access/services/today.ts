import { parisDay } from "../policies/paris-day.ts";

/** The present day where the hub's people live, as `YYYY-MM-DD`. */
export const today = (): string => parisDay(new Date());

/** The day some days ahead there. */
export const inDays = (days: number): string => parisDay(new Date(Date.now() + days * 86_400_000));
