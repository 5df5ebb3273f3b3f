import { Barrier } from "../entities/barrier.ts";
import { fileKeepers } from "../policies/actor.ts";
import { dayOf } from "../policies/day.ts";
import type { BarrierKind } from "../policies/file-words.ts";
import { lockPerson } from "../repositories/own-row.ts";
import { SocialFiles } from "../repositories/social-files.ts";
import type { ActingContext } from "./acting-context.ts";
import { notFound, refuseFuture } from "./refusals.ts";
import { requireActor } from "./require-actor.ts";

/** Records a barrier in a file of the viewer's organisation; one of that kind still open is returned as it is. */
export async function declareBarrier(
  context: ActingContext,
  asked: { socialFile: string; kind: BarrierKind; openedOn?: string | null },
): Promise<Barrier> {
  requireActor(context.viewer, fileKeepers);
  const today = dayOf(new Date());
  const openedOn = asked.openedOn ?? today;
  refuseFuture("openedOn", openedOn, today);
  return context.em.transactional(async (em) => {
    const files = new SocialFiles(em, context.viewer);
    const file = await files.own(asked.socialFile);
    if (!file) throw notFound("socialFile");
    await lockPerson(em, file.personId);
    const existing = await files.openBarrier(file, asked.kind);
    if (existing) return existing;
    const { personId, organizationId, id: socialFileId } = file;
    const fields = { personId, organizationId, socialFileId, kind: asked.kind, openedOn, liftedOn: null };
    const barrier = Object.assign(new Barrier(), fields);
    em.persist(barrier);
    return barrier;
  });
}
