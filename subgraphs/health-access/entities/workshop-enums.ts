import { attendances, registrationStatuses, workshopThemes } from "../policies/workshop-words.ts";
import { closedEnum } from "./closed-enum.ts";

const texts = Object.fromEntries(Object.entries(workshopThemes).map(([code, { text }]) => [code, text])) as {
  [Code in keyof typeof workshopThemes]: string;
};

export const WorkshopThemeEnum = closedEnum("WorkshopTheme", "What a workshop is about.", texts);
export const RegistrationStatusEnum = closedEnum(
  "WorkshopRegistrationStatus",
  "Whether somebody has a place in a session of a workshop.",
  registrationStatuses,
);
export const AttendanceEnum = closedEnum("WorkshopAttendance", "Whether somebody came to a session.", attendances);
