import type { EntityManager } from "@mikro-orm/postgresql";
import { Appointment } from "../entities/appointment.ts";
import type { HealthSupport } from "../entities/health-support.ts";
import type { Companion } from "../policies/appointment-words.ts";
import type { Navigator } from "../policies/internal-roles.ts";
import { appendChange } from "./move-appointment.ts";
import { refuseInput, refuseState } from "./refusals.ts";

/** When and with whom; `requestKey` is a uuid the client chooses once for this act. */
export interface NewAppointment {
  readonly requestKey: string;
  readonly startsAt: Date;
  readonly careOffer?: string | null;
  readonly accompaniedBy: Companion;
}

const DAY_MS = 86_400_000;
const BACK_DAYS = 366;
const AHEAD_DAYS = 732;

/** Refuses an instant that can only be a mistyped year: an appointment may be noted afterwards, and two years ahead. */
export function requirePlausible({ startsAt }: NewAppointment): void {
  const days = (startsAt.getTime() - Date.now()) / DAY_MS;
  if (days < -BACK_DAYS || days > AHEAD_DAYS)
    throw refuseInput("Give an instant of the year that was or of the two to come.", ["startsAt"]);
}

/** Whether what was written under the key is what is asked for again; refuses the key if it is something else. */
export function isWrittenAlready(
  written: Appointment | null,
  asked: NewAppointment,
  place: { supportId: string; replacesId: string | null },
): written is Appointment {
  if (!written) return false;
  const isSame =
    written.supportId === place.supportId &&
    written.replacesId === place.replacesId &&
    written.startsAt.getTime() === asked.startsAt.getTime() &&
    written.careOfferId === (asked.careOffer ?? null) &&
    written.accompaniedBy === asked.accompaniedBy;
  if (!isSame) throw refuseState("This key was used for another appointment; choose a new one.", ["requestKey"]);
  return true;
}

/** Adds a planned appointment and the first step of its history, in the running transaction. */
export function writeAppointment(
  em: EntityManager,
  navigator: Navigator,
  { id: supportId, personId, organizationId }: Pick<HealthSupport, "id" | "personId" | "organizationId">,
  { requestKey, startsAt, careOffer = null, accompaniedBy }: NewAppointment,
  replacesId: string | null,
): Appointment {
  const owner = { supportId, personId, organizationId };
  const appointment = em.create(Appointment, {
    ...owner,
    requestKey,
    startsAt,
    careOfferId: careOffer,
    accompaniedBy,
    status: "PLANNED",
    cancelledBy: null,
    version: 0,
    changedAt: startsAt,
    replacesId,
  });
  appendChange(em, navigator, appointment);
  return appointment;
}
