import { isIdentifier } from "../../../kit/identifier.ts";
import { refuseInput } from "./refusals.ts";
import { today } from "./today.ts";

/** `heldOn` is a day, `minutesPerAttendant` from 1 to 1440, `attendants` identifiers of professionals. */
export interface Attendance {
  readonly heldOn: string;
  readonly minutesPerAttendant: number;
  readonly attendants: readonly string[];
}

/** An attendance as it is kept, each professional once; refused while it lies ahead. */
export function requireAttended({ heldOn, minutesPerAttendant, attendants }: Attendance) {
  if (heldOn > today()) throw refuseInput("A meeting is recorded once it was held.", ["heldOn"]);
  if (!attendants.every(isIdentifier) || new Set(attendants).size < attendants.length)
    throw refuseInput("Name each professional who attended, once.", ["attendants"]);
  return { minutesPerAttendant, attendants: [...attendants].sort() };
}

type Attended = ReturnType<typeof requireAttended>;

export const isSameAttendance = (one: Attended, other: Attended): boolean =>
  one.minutesPerAttendant === other.minutesPerAttendant && one.attendants.join() === other.attendants.join();
