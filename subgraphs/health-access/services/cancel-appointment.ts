import type { HealthAccessContext } from "../context.ts";
import type { AppointmentCanceller } from "../policies/appointment-words.ts";
import { changeAppointment } from "./change-appointment.ts";

export interface CancelAppointment {
  readonly appointment: string;
  readonly cancelledBy: AppointmentCanceller;
  /** The `version` of the appointment that was read before. */
  readonly version: number;
}

/** Calls an appointment off, and says who did. A retry is safe: cancelled by the same one version on, it is left alone. */
export const cancelAppointment = (context: HealthAccessContext, input: CancelAppointment) =>
  changeAppointment(context, input.appointment, {
    status: "CANCELLED",
    cancelledBy: input.cancelledBy,
    version: input.version,
  });
