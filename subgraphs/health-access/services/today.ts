import { parisDay } from "../policies/paris-day.ts";

/** The present day where the hub's people live, as `YYYY-MM-DD`. */
export const today = (): string => parisDay(new Date());
