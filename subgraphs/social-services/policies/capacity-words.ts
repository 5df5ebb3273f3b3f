/** Whether an organisation takes people on; the words of FHIR services that say it, as Gravity SDOH does. */
export const capacityStatuses = {
  ACCEPTING: "It has places.",
  LIMITED: "One place in five, or fewer, is left.",
  FULL: "No place is left, or it takes nobody on any more.",
} as const;
export type CapacityStatus = keyof typeof capacityStatuses;

/** What an organisation states; days as `YYYY-MM-DD`. */
interface StatedCapacity {
  readonly places: number;
  readonly taken: number;
  /** The last day it takes people on; null while it has none. */
  readonly openUntil: string | null;
}

/** Where the stated figures stand on a day: never written, so that they cannot contradict each other. */
export function capacityStatusOf({ places, taken, openUntil }: StatedCapacity, today: string): CapacityStatus {
  const free = places - taken;
  if (free <= 0 || (openUntil !== null && openUntil < today)) return "FULL";
  return free * 5 <= places ? "LIMITED" : "ACCEPTING";
}
