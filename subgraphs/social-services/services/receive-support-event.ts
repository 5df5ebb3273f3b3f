import type { EventConsumer } from "../../../kit/events.ts";
import type { Prescription } from "../entities/prescription.ts";
import { nextStatuses, outcomeOf } from "../policies/prescription-transitions.ts";
import type { RecordedStatus } from "../policies/prescription-words.ts";
import { lockPrescriptionForEvent } from "../repositories/prescriptions.ts";
import { recordOutcome } from "./record-outcome.ts";
import { recordTransition } from "./record-transition.ts";

/** The only subgraph whose word on supports is taken. */
const SOURCE = "health-access";

/** The first act of a support was recorded: its prescription is in progress. Late and repeated events change nothing. */
export const receiveSupportStarted: EventConsumer = (event, em, logger) =>
  move("IN_PROGRESS", event, em, logger, () => {});

/**
 * A support ended: its prescription is done. The health side asked for the person's consent before it told an outcome;
 * without one the prescription says that it is not shared.
 */
export const receiveSupportEnded: EventConsumer = (event, em, logger) =>
  move("DONE", event, em, logger, (prescription, now) =>
    recordOutcome(em, prescription, outcomeOf(event.data.outcome), now),
  );

async function move(
  to: RecordedStatus,
  event: Parameters<EventConsumer>[0],
  em: Parameters<EventConsumer>[1],
  logger: Parameters<EventConsumer>[2],
  also: (prescription: Prescription, now: Date) => void,
): Promise<void> {
  const isExpectedSource = event.source === SOURCE;
  const prescription = isExpectedSource ? await lockPrescriptionForEvent(em, event.data.prescription) : null;
  if (!prescription) return logger.warn({ eventType: event.type }, "event ignored: it is about nothing known here");
  const isDue = nextStatuses(prescription.recordedStatus, "HUB").includes(to);
  if (!isDue) return logger.info({ eventType: event.type }, "event ignored: it changes nothing");
  const now = new Date();
  await recordTransition(
    em,
    prescription,
    { organizationId: prescription.recipientOrganizationId, role: null },
    { to, now },
  );
  also(prescription, now);
}
