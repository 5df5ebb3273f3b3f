import type { HealthAccessContext } from "../context.ts";
import { MobileRounds } from "../repositories/mobile-rounds.ts";
import { refuseInput } from "./refusals.ts";
import { requirePublisher } from "./require-publisher.ts";
import { today } from "./today.ts";

/** `heldOn` is a day, today at the earliest. */
export interface PlanRound {
  readonly teamName: string;
  readonly heldOn: string;
}

/** Plans a round of the viewer's organisation. A retry is safe: a team has one round a day, and gets it again. */
export async function planRound(context: HealthAccessContext, input: PlanRound) {
  const publisher = requirePublisher(context.viewer);
  const { heldOn } = input;
  const teamName = input.teamName.trim();
  if (teamName === "") throw refuseInput("Say which team goes.", ["teamName"]);
  if (heldOn < today()) throw refuseInput("A round is planned for today or a day to come.", ["heldOn"]);
  return context.em.transactional(async (em) => ({
    mobileRound: await new MobileRounds(em, publisher).findOrAdd(publisher, { heldOn, teamName }),
  }));
}
