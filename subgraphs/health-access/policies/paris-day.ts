const paris = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Paris" });

/** The day of an instant where the hub's people live, as `YYYY-MM-DD`. */
export const parisDay = (instant: Date): string => paris.format(instant);

const clock = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Paris", timeStyle: "short" });

/** The instant at which clocks there show a time, `HH:MM`, of a day: an hour apart in winter and in summer. */
export function parisInstant(day: string, time: string): Date {
  const [winter, summer] = ["+01:00", "+02:00"].map((offset) => new Date(`${day}T${time}:00${offset}`)) as [Date, Date];
  return parisDay(summer) === day && clock.format(summer) === time ? summer : winter;
}
