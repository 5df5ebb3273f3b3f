import type { HealthAccessContext } from "../context.ts";
import type { AppointmentOutcome } from "../policies/appointment-words.ts";
import { changeAppointment } from "./change-appointment.ts";

export interface RecordAppointmentOutcome {
  readonly appointment: string;
  readonly outcome: AppointmentOutcome;
  /** The `version` of the appointment that was read before. */
  readonly version: number;
}

/** Notes whether the person came, or corrects it. A retry is safe: the same outcome one version on is left alone. */
export const recordAppointmentOutcome = (context: HealthAccessContext, input: RecordAppointmentOutcome) =>
  changeAppointment(context, input.appointment, {
    status: input.outcome,
    cancelledBy: null,
    version: input.version,
  });
