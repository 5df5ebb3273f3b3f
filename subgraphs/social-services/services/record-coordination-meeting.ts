import { CoordinationMeeting } from "../entities/coordination-meeting.ts";
import { CoordinationTask } from "../entities/coordination-task.ts";
import { ReferentMandate } from "../entities/referent-mandate.ts";
import { mandateKeepers } from "../policies/actor.ts";
import { dayOf } from "../policies/day.ts";
import type { AgreementMedium } from "../policies/file-words.ts";
import { findMeeting } from "../repositories/coordination.ts";
import { lockOwnRow } from "../repositories/own-row.ts";
import type { ActingContext } from "./acting-context.ts";
import { badInput, conflict, notFound, refuseFuture } from "./refusals.ts";
import { requireActor } from "./require-actor.ts";
import { stateTaskWork } from "./state-task-work.ts";

/** A meeting as it was held; `requestKey` is a uuid the client chooses once for it. Days are YYYY-MM-DD. */
export interface HeldMeeting {
  requestKey: string;
  mandate: string;
  heldOn: string;
  agreedOn: string;
  agreementMedium: AgreementMedium;
  participants: string[];
  decisions: string[];
  tasks: { organization: string; label: string; dueOn: string }[];
}

/**
 * Records a meeting that the viewer's organisation called under its active mandate, with the day and the way the person agreed
 * to it, and who does what by when. A retry under the same `requestKey` returns the first.
 */
export async function recordCoordinationMeeting(
  context: ActingContext,
  asked: HeldMeeting,
): Promise<CoordinationMeeting> {
  requireActor(context.viewer, mandateKeepers);
  const today = dayOf(new Date());
  refuseFuture("heldOn", asked.heldOn, today);
  if (asked.agreedOn > asked.heldOn) throw badInput("agreedOn", "She agrees before the meeting is held.");
  if (asked.tasks.some(({ dueOn }) => dueOn < asked.heldOn))
    throw badInput("tasks", "What is to be done is due on the day of the meeting at the earliest.");
  return context.em.transactional(async (em) => {
    const mandate = await lockOwnRow(em, context.viewer, ReferentMandate, asked.mandate);
    if (!mandate) throw notFound("mandate");
    const known = await findMeeting(em, asked.requestKey);
    if (known?.mandateId === mandate.id) return known;
    if (known) throw badInput("requestKey", "This key was used for another meeting: choose a new one.");
    if (mandate.endedOn) throw conflict("mandate", "This mandate has ended: her référent of now coordinates.");
    if (asked.heldOn < mandate.startedOn) throw badInput("heldOn", "This day is before the mandate began.");
    const held = { personId: mandate.personId, organizationId: mandate.organizationId };
    const { requestKey: id, heldOn, agreedOn, agreementMedium, decisions } = asked;
    const participantIds = [...new Set(asked.participants)];
    const fields = { id, mandateId: mandate.id, heldOn, agreedOn, agreementMedium, participantIds, decisions };
    const meeting = Object.assign(new CoordinationMeeting(), held, fields);
    em.persist(meeting);
    for (const { organization: assigneeId, label, dueOn } of asked.tasks) {
      const task = { meetingId: id, assigneeId, label, dueOn, doneOn: null };
      const given = Object.assign(new CoordinationTask(), held, task);
      em.persist(given);
      await stateTaskWork(em, given, new Date());
    }
    return meeting;
  });
}
