import { isIdentifier } from "../../../kit/identifier.ts";
import type { HealthAccessContext } from "../context.ts";
import { TrainingSession } from "../entities/training-session.ts";
import { writeOnce } from "../repositories/write-once.ts";
import { refuseInput, refuseState, requireNavigator } from "./refusals.ts";
import { requireHeldSoon } from "./require-held-soon.ts";

/** `capacity` from 1 to 200; `openTo` are organisations besides the host. */
export interface PlanTrainingSession {
  readonly theme: string;
  readonly placeName: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly capacity: number;
  readonly openTo: readonly string[];
}

/** Plans a session for professionals. A retry is safe: an association holds one session on a theme at an instant. */
export async function planTrainingSession(context: HealthAccessContext, input: PlanTrainingSession) {
  const { organization: organizationId } = requireNavigator(context.viewer);
  requireHeldSoon(input);
  if (!input.openTo.every(isIdentifier)) throw refuseInput("Name organisations by their identifiers.", ["openTo"]);
  const { theme, placeName, startsAt, endsAt, capacity } = input;
  const openTo = [...new Set(input.openTo)].filter((id) => id !== organizationId).sort();
  return context.em.transactional(async (em) => {
    const planned = { placeName, endsAt, capacity, openTo };
    const trainingSession = await writeOnce(em, TrainingSession, { organizationId, theme, startsAt }, planned);
    if (!isSame(trainingSession, planned))
      throw refuseState("There is another session on this theme at that time.", ["startsAt"]);
    return { trainingSession };
  });
}

type Planned = Pick<TrainingSession, "placeName" | "endsAt" | "capacity" | "openTo">;

const isSame = (found: TrainingSession, { placeName, endsAt, capacity, openTo }: Planned): boolean =>
  !found.isCancelled &&
  found.placeName === placeName &&
  found.endsAt.getTime() === endsAt.getTime() &&
  found.capacity === capacity &&
  found.openTo.join() === openTo.join();
