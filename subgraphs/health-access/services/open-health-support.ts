import type { EventConsumer } from "../../../kit/events.ts";
import { isIdentifier } from "../../../kit/identifier.ts";
import { openHealthSupport as open } from "../repositories/open-health-support.ts";
import { today } from "./today.ts";

/** Where prescriptions are kept; nobody else may speak of them. */
const SOURCE = "social-services";

/** Takes in `prescription.accepted`: opens the support, once for each prescription however often it is told. */
export const openHealthSupport: EventConsumer = async (event, em) => {
  const { prescription, person, association, prescriber } = event.data;
  const keys = {
    prescriptionId: prescription,
    personId: person,
    organizationId: association,
    prescriberOrganizationId: prescriber,
  };
  if (event.source !== SOURCE || !areIdentifiers(keys))
    throw new Error("This event does not tell of an accepted prescription.");
  await open(em, { ...keys, openedOn: today() });
};

function areIdentifiers<Keys extends Record<string, unknown>>(keys: Keys): keys is Keys & Record<keyof Keys, string> {
  return Object.values(keys).every(isIdentifier);
}
