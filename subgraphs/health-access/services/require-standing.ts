import type { RoundStop } from "../entities/round-stop.ts";
import { refuseState } from "./refusals.ts";

/** Refuses to change a stop that was cancelled or is over. */
export function requireStanding({ cancelReason, endsAt }: Pick<RoundStop, "cancelReason" | "endsAt">): void {
  if (cancelReason !== null) throw refuseState("This stop was cancelled; add another one.", ["stop"]);
  if (endsAt <= new Date()) throw refuseState("This stop is over; it stays as it was.", ["stop"]);
}
