import type { WorkshopSession } from "../entities/workshop-session.ts";
import { refuseState } from "./refusals.ts";

/** Refuses to change who comes to a session that was cancelled or is over. */
export function requireToCome({ isCancelled, endsAt }: Pick<WorkshopSession, "isCancelled" | "endsAt">): void {
  if (isCancelled) throw refuseState("This session was cancelled.", ["session"]);
  if (endsAt <= new Date()) throw refuseState("This session is over.", ["session"]);
}
