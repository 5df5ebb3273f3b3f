import { isIdentifier } from "../../../kit/identifier.ts";
import { rule } from "../../protection.ts";
import type { ActingContext } from "./acting-context.ts";
import { notFound } from "./refusals.ts";

const RULE = rule("IDENTITY_CONTACT", "CARE_ACCESS_COORDINATION");

/** Refuses a person the viewer's organisation does not accompany exactly as one who does not exist. */
export async function requireAccompanied({ enforcement }: ActingContext, person: string): Promise<void> {
  const isAccompanied =
    isIdentifier(person) && (await enforcement.isPermitted({ subject: person, holder: null }, RULE, "READ"));
  if (!isAccompanied) throw notFound("person");
}
