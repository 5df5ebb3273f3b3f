import type { EventConsumer } from "../../../kit/events.ts";
import { isIdentifier } from "../../../kit/identifier.ts";
import { keepLink } from "../repositories/linked-plans.ts";
import { stateProposals } from "./state-proposals.ts";

/** Where contracts are kept; nobody else may speak of what they name. */
const SOURCE = "employment-contracts";

/** A contract names an extract from now on. */
export const receivePlanLinked: EventConsumer = (event, em, logger) => keep(event, em, logger, null);

/** A contract does not name it any more. */
export const receivePlanUnlinked: EventConsumer = (event, em, logger) => keep(event, em, logger, new Date(event.time));

async function keep(
  { source, type, data }: Parameters<EventConsumer>[0],
  em: Parameters<EventConsumer>[1],
  logger: Parameters<EventConsumer>[2],
  endedAt: Date | null,
): Promise<void> {
  const { link, contract, organization, extract } = data;
  if (
    source !== SOURCE ||
    !isIdentifier(link) ||
    !isIdentifier(contract) ||
    !isIdentifier(organization) ||
    !isIdentifier(extract)
  )
    throw new Error("This event does not tell of a link.");
  const plan = await keepLink(em, { link, contract, organization, extract, endedAt });
  if (plan === null) return logger.info({ eventType: type }, "event ignored: nothing is known of this extract");
  await stateProposals(em, plan);
}
