import { DisabilityRequest } from "../entities/disability-request.ts";
import { DisabilityRequestChange } from "../entities/disability-request-change.ts";
import { fileKeepers } from "../policies/actor.ts";
import { dayOf } from "../policies/day.ts";
import type { DisabilityKind } from "../policies/file-words.ts";
import { lockPerson } from "../repositories/own-row.ts";
import { Rights } from "../repositories/rights.ts";
import { SocialFiles } from "../repositories/social-files.ts";
import type { ActingContext } from "./acting-context.ts";
import { notFound, refuseFuture } from "./refusals.ts";
import { labelOf, type NewRequest, stepOf } from "./request-steps.ts";
import { requireActor } from "./require-actor.ts";

/** Records a request linked to a disability in a file of the viewer's organisation; the same one of the same day is returned as it is. */
export async function requestDisabilityRight(
  context: ActingContext,
  asked: NewRequest<DisabilityKind>,
): Promise<DisabilityRequest> {
  const actor = requireActor(context.viewer, fileKeepers);
  const now = new Date();
  const label = labelOf(asked);
  const requestedOn = asked.requestedOn ?? dayOf(now);
  refuseFuture("requestedOn", requestedOn, dayOf(now));
  return context.em.transactional(async (em) => {
    const file = await new SocialFiles(em, context.viewer).own(asked.socialFile);
    if (!file) throw notFound("socialFile");
    await lockPerson(em, file.personId);
    const existing = await new Rights(em, context.viewer).sameOfDisability(file, asked.kind, label, requestedOn);
    if (existing) return existing;
    const { personId, organizationId } = file;
    const { kind, state } = asked;
    const fields = { personId, organizationId, socialFileId: file.id, kind, label, state, requestedOn, version: 1 };
    const request = Object.assign(new DisabilityRequest(), fields);
    em.persist([request, Object.assign(new DisabilityRequestChange(), stepOf(request, actor, requestedOn, now))]);
    return request;
  });
}
