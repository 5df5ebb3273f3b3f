import type { EntityManager } from "@mikro-orm/postgresql";
import type { Appointment } from "../entities/appointment.ts";
import { AppointmentChange } from "../entities/appointment-change.ts";
import { type AppointmentCanceller, type AppointmentStatus, mayFollow } from "../policies/appointment-words.ts";
import type { Navigator } from "../policies/internal-roles.ts";
import { refuseState } from "./refusals.ts";

/** What an appointment comes to, and the version that was read before. */
export interface AppointmentMove {
  readonly status: AppointmentStatus;
  readonly cancelledBy: AppointmentCanceller | null;
  readonly version: number;
}

/** Whether the move was made already by the very change that is asked for again. */
export const isMadeAlready = (appointment: Appointment, { status, cancelledBy, version }: AppointmentMove): boolean =>
  appointment.version === version + 1 && appointment.status === status && appointment.cancelledBy === cancelledBy;

/** Brings an appointment where it is now, and appends the step; refuses what may not follow, or was read before a change. */
export function moveAppointment(
  em: EntityManager,
  navigator: Navigator,
  appointment: Appointment,
  { status, cancelledBy, version }: AppointmentMove,
): void {
  if (appointment.version !== version)
    throw refuseState("The appointment was changed meanwhile; read it again.", ["version"]);
  if (!mayFollow(appointment.status, status))
    throw refuseState(`An appointment that is ${appointment.status} cannot become ${status}.`, ["appointment"]);
  Object.assign(appointment, { status, cancelledBy });
  appendChange(em, navigator, appointment);
}

/** Appends the present status of an appointment to its history, as its next version. */
export function appendChange(em: EntityManager, { subject }: Navigator, appointment: Appointment): void {
  const recordedAt = new Date();
  appointment.version += 1;
  appointment.changedAt = recordedAt;
  const { id: appointmentId, personId, organizationId, version, status, cancelledBy } = appointment;
  const step = { appointmentId, personId, organizationId, version, status, cancelledBy, recordedAt };
  em.create(AppointmentChange, { ...step, authorSubject: subject });
}
