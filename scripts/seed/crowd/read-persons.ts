import { EnvironmentError } from "../../../kit/environment.ts";

/** More than any territory accompanies at once. */
const MOST_PERSONS = 100_000;

/** How many fictitious people `--persons` asks for. @throws EnvironmentError for what is no such number */
export function readPersons(text: string): number {
  const persons = Number(text);
  if (text !== "" && Number.isInteger(persons) && persons >= 0 && persons <= MOST_PERSONS) return persons;
  throw new EnvironmentError(`--persons takes a whole number from 0 to ${MOST_PERSONS}.`);
}
