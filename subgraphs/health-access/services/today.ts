const paris = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Paris" });

/** The present day where the hub's people live, as `YYYY-MM-DD`. */
export const today = (): string => paris.format(new Date());

/** The day some days ahead there. */
export const inDays = (days: number): string => paris.format(Date.now() + days * 86_400_000);
