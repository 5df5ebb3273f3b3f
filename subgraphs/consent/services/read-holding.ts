import type { HubEvent } from "../../../kit/events.ts";
import { isIdentifier } from "../../../kit/identifier.ts";

/** The only subgraph whose word on mandates and prescriptions is taken. */
const SOURCE = "social-services";

/** What links an organisation with a person, as its event tells. */
export interface Holding {
  readonly id: string;
  readonly personId: string;
  readonly organizationId: string;
}

/** @throws when the event is another source's, or names no person and no organisation */
export function readHolding({ source, subject: id, data }: HubEvent): Holding {
  const { person, organization } = data;
  if (source !== SOURCE || !isIdentifier(id) || !isIdentifier(person) || !isIdentifier(organization))
    throw new Error("This event does not tell what links an organisation with a person.");
  return { id, personId: person, organizationId: organization };
}
