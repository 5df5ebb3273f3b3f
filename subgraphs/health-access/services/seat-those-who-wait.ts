import type { WorkshopSession } from "../entities/workshop-session.ts";
import type { Workshops } from "../repositories/workshops.ts";

/** Gives the free places of a locked session to those who wait, first come first. */
export async function seatThoseWhoWait(workshops: Workshops, session: WorkshopSession): Promise<void> {
  const next = await workshops.nextWaiting(session.id, await workshops.placesLeft(session));
  for (const registration of next) registration.status = "REGISTERED";
}
