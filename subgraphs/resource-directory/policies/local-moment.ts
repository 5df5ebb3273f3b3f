import OpeningHours from "opening_hours";

/** An instant as the clocks and calendars of a place show it. */
export interface LocalMoment {
  /** 0 is Monday midnight. */
  readonly minuteOfWeek: number;
  /** On a public holiday of the whole country. */
  readonly isHoliday: boolean;
}

/** By the beginning of an INSEE code; everywhere else the clocks are those of Paris. */
export const zonesOverseas: Readonly<Record<string, string>> = {
  "971": "America/Guadeloupe",
  "972": "America/Martinique",
  "973": "America/Cayenne",
  "974": "Indian/Reunion",
  "975": "America/Miquelon",
  "976": "Indian/Mayotte",
  "977": "America/St_Barthelemy",
  "978": "America/Marigot",
  "986": "Pacific/Wallis",
  "987": "Pacific/Tahiti",
  "988": "Pacific/Noumea",
};
const PARIS = "Europe/Paris";

const holidays = new OpeningHours("PH", { lat: 48.86, lon: 2.35, address: { country_code: "fr", state: "" } });
const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const clocks = new Map<string, Intl.DateTimeFormat>();

/** `area` is the beginning of an INSEE code, of three signs; any other than one overseas is metropolitan. */
export function localMoment(instant: Date, area: string): LocalMoment {
  const zone = zonesOverseas[area] ?? PARIS;
  const parts = Object.fromEntries(
    clockOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  const { weekday = "", year, month, day, hour, minute } = parts;
  const noon = new Date(Number(year), Number(month) - 1, Number(day), 12);
  return {
    minuteOfWeek: (weekdays.indexOf(weekday) * 24 + Number(hour)) * 60 + Number(minute),
    isHoliday: holidays.getState(noon),
  };
}

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  clocks.set(timeZone, clock);
  return clock;
}
