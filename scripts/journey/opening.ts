import type { Hub } from "../hub/open-hub.ts";
import { careAndConsent } from "./care-and-consent.ts";
import { createAsk } from "./hub-client.ts";
import { play } from "./steps.ts";
import { CONTRACT, newStory } from "./story.ts";

/** Plays Bruno's part once, through the front door, so that the first query a newcomer pastes finds a linked plan. */
export async function playOpening(hub: Hub, onProgress: (message: string) => void): Promise<void> {
  const ask = createAsk(hub);
  const story = newStory(ask, "bruno");
  const { data } = await ask("karim", CONTRACT, { id: story.person.contract });
  if (data?.employmentContract?.planExtract) return;
  onProgress("Playing the opening: a plan is prescribed, made, consented to and linked");
  await play(careAndConsent, story, () => undefined);
}
