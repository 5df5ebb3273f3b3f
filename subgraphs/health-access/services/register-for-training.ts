import type { HealthAccessContext } from "../context.ts";
import { TrainingRegistration } from "../entities/training-registration.ts";
import { Trainings } from "../repositories/trainings.ts";
import { requireFound, requireMember } from "./refusals.ts";
import { requireToCome } from "./require-to-come.ts";

export interface RegisterForTraining {
  readonly session: string;
}

/**
 * Registers the viewer herself for a session of her organisation or one open to it; where it is full she waits, in the order
 * of arrival. A retry is safe: she is registered once, and takes her turn anew after she cancelled.
 */
export async function registerForTraining(context: HealthAccessContext, input: RegisterForTraining) {
  const member = requireMember(context.viewer);
  return context.em.transactional(async (em) => {
    const trainings = new Trainings(em, member);
    const session = requireFound(await trainings.lockSession(input.session), "session");
    const own = await trainings.findOwn(session.id);
    if (own && own.status !== "CANCELLED") return { trainingRegistration: own, trainingSession: session };
    requireToCome(session);
    const isFree = (await trainings.seats.left(session.id, session.capacity)) > 0;
    const place = {
      comesFor: member.organization,
      number: await trainings.seats.nextNumber(session.id),
      status: isFree ? ("REGISTERED" as const) : ("WAITING" as const),
    };
    const named = { sessionId: session.id, organizationId: session.organizationId, account: member.subject };
    const trainingRegistration = Object.assign(own ?? Object.assign(new TrainingRegistration(), named), place);
    em.persist(trainingRegistration);
    return { trainingRegistration, trainingSession: session };
  });
}
