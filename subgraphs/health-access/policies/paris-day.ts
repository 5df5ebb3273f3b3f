const paris = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Paris" });

/** The day of an instant where the hub's people live, as `YYYY-MM-DD`. */
export const parisDay = (instant: Date): string => paris.format(instant);
