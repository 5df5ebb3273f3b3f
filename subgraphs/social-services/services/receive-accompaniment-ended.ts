import { type EventConsumer, publishEvent } from "../../../kit/events.ts";
import { isIdentifier } from "../../../kit/identifier.ts";
import { dayOf } from "../policies/day.ts";
import { type MandateEndReason, mandateEndReasons } from "../policies/file-words.ts";
import { lockPerson } from "../repositories/own-row.ts";
import { SocialFiles } from "../repositories/social-files.ts";
import { tellMandate } from "./tell-mandate.ts";

/** The only subgraph whose word on accompaniments is taken. */
const SOURCE = "consent";

/**
 * An organisation accompanies a person no more: the mandate it held ends with it, and says why. The registry lets no
 * organisation leave that holds one, so this is the person's own act, or a mandate the registry had not been told of yet.
 */
export const receiveAccompanimentEnded: EventConsumer = async (event, em) => {
  const { person, organization, reason } = event.data;
  if (event.source !== SOURCE || !isIdentifier(person) || !isIdentifier(organization))
    throw new Error("This event does not tell of an accompaniment.");
  await lockPerson(em, person);
  const mandate = await new SocialFiles(em, null).activeMandate(person);
  if (mandate?.organizationId !== organization) return;
  mandate.endedOn = dayOf(new Date(event.time));
  mandate.endReason = reasonOf(reason);
  const publish: Parameters<typeof tellMandate>[0]["publish"] = (transaction, told) =>
    publishEvent(transaction, "social-services", [SOURCE], told);
  await tellMandate({ publish }, em, "mandate.ended", mandate);
};

/** Nobody took over in the same act. */
const reasonOf = (reason: string | null | undefined): MandateEndReason =>
  reason && reason !== "HANDED_OVER" && Object.hasOwn(mandateEndReasons, reason)
    ? (reason as MandateEndReason)
    : "REFERENT_UNAVAILABLE";
