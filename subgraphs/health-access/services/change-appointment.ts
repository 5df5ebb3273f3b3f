import type { HealthAccessContext } from "../context.ts";
import { Appointments } from "../repositories/appointments.ts";
import { type AppointmentMove, isMadeAlready, moveAppointment } from "./move-appointment.ts";
import { refuseState, requireFound, requireNavigator } from "./refusals.ts";

/** What the acts on one appointment share: locked, known to her, moved once. Whether she came is known when its time has come. */
export async function changeAppointment(context: HealthAccessContext, id: string, move: AppointmentMove) {
  const navigator = requireNavigator(context.viewer);
  return context.em.transactional(async (em) => {
    const appointment = requireFound(await new Appointments(em, navigator).lockHeld(navigator, id), "appointment");
    if (isMadeAlready(appointment, move)) return { appointment };
    const isOutcome = move.status === "KEPT" || move.status === "MISSED";
    if (isOutcome && appointment.startsAt > new Date())
      throw refuseState("Whether she came is known once the appointment has begun.", ["appointment"]);
    moveAppointment(em, navigator, appointment, move);
    return { appointment };
  });
}
