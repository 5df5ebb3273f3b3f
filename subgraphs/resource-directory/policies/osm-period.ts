const day = new Intl.DateTimeFormat("en-GB", {
  timeZone: "Europe/Paris",
  year: "numeric",
  month: "short",
  day: "2-digit",
});
const time = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/Paris", hour: "2-digit", minute: "2-digit" });

/** A period within one day in the OpenStreetMap notation of opening hours, for example `2026 Dec 07 09:30-12:00`. */
export function osmPeriod(startsAt: Date, endsAt: Date): string {
  const parts = Object.fromEntries(day.formatToParts(startsAt).map(({ type, value }) => [type, value]));
  return `${parts.year} ${parts.month?.slice(0, 3)} ${parts.day} ${time.format(startsAt)}-${time.format(endsAt)}`;
}
