import {
  appointmentCancellers,
  appointmentOutcomes,
  appointmentStatuses,
  companions,
} from "../policies/appointment-words.ts";
import { closedEnum } from "./closed-enum.ts";

export const AppointmentStatusEnum = closedEnum(
  "AppointmentStatus",
  "Where an appointment of a person stands.",
  appointmentStatuses,
);
export const AppointmentOutcomeEnum = closedEnum(
  "AppointmentOutcome",
  "What an appointment turned out to be.",
  appointmentOutcomes,
);
export const AppointmentCancellerEnum = closedEnum(
  "AppointmentCanceller",
  "Who called an appointment off.",
  appointmentCancellers,
);
export const CompanionEnum = closedEnum("Companion", "Who goes to an appointment with the person.", companions);
