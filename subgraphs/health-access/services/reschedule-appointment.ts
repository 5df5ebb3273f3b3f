import type { HealthAccessContext } from "../context.ts";
import { Appointments } from "../repositories/appointments.ts";
import { HealthSupports } from "../repositories/health-supports.ts";
import { moveAppointment } from "./move-appointment.ts";
import { refuseState, requireFound, requireNavigator } from "./refusals.ts";
import { isWrittenAlready, type NewAppointment, requirePlausible, writeAppointment } from "./write-appointment.ts";

export interface RescheduleAppointment extends NewAppointment {
  readonly appointment: string;
  /** The `version` of the appointment that was read before. */
  readonly version: number;
}

/**
 * Puts an appointment off: a new one replaces it, and both stay. A retry under the same `requestKey` returns the first
 * attempt; one appointment is replaced once.
 */
export async function rescheduleAppointment(context: HealthAccessContext, input: RescheduleAppointment) {
  const navigator = requireNavigator(context.viewer);
  requirePlausible(input);
  return context.em.transactional(async (em) => {
    const appointments = new Appointments(em, navigator);
    const replaced = requireFound(await appointments.lockHeld(navigator, input.appointment), "appointment");
    const place = { supportId: replaced.supportId, replacesId: replaced.id };
    const written = await appointments.ownByRequestKey(navigator, input.requestKey);
    if (isWrittenAlready(written, input, place)) return { appointment: written };
    const support = await new HealthSupports(em, navigator).lockHeld(navigator, replaced.supportId);
    if (support?.status === "ENDED")
      throw refuseState("This support has ended; no appointment can be added.", ["appointment"]);

    moveAppointment(em, navigator, replaced, { status: "RESCHEDULED", cancelledBy: null, version: input.version });
    return { appointment: writeAppointment(em, navigator, requireFound(support, "appointment"), input, replaced.id) };
  });
}
