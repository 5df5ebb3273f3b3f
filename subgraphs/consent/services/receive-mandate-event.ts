import type { EventConsumer } from "../../../kit/events.ts";
import { isIdentifier } from "../../../kit/identifier.ts";
import { keepMandate } from "../repositories/held-mandates.ts";

/** The only subgraph whose word on mandates is taken. */
const SOURCE = "social-services";

/** An organisation was given a person's mandate. */
export const receiveMandateGiven: EventConsumer = (event, em) => keep(event, em, null);

/** A mandate ended, handed over or not. */
export const receiveMandateEnded: EventConsumer = (event, em) => keep(event, em, new Date(event.time));

async function keep(
  { source, subject: id, data }: Parameters<EventConsumer>[0],
  em: Parameters<EventConsumer>[1],
  endedAt: Date | null,
): Promise<void> {
  const { person, organization } = data;
  if (source !== SOURCE || !isIdentifier(id) || !isIdentifier(person) || !isIdentifier(organization))
    throw new Error("This event does not tell of a mandate.");
  await keepMandate(em, { id, personId: person, organizationId: organization, endedAt });
}
