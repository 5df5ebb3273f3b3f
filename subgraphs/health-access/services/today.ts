const paris = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Paris" });

/** The present day where the hub's people live, as `YYYY-MM-DD`. */
export const today = (): string => paris.format(new Date());
