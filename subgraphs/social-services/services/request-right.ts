import type { RightsKind } from "../../rights-kinds.ts";
import { RightsRequest } from "../entities/rights-request.ts";
import { RightsRequestChange } from "../entities/rights-request-change.ts";
import { fileKeepers } from "../policies/actor.ts";
import { dayOf } from "../policies/day.ts";
import { lockPerson } from "../repositories/own-row.ts";
import { Rights } from "../repositories/rights.ts";
import { SocialFiles } from "../repositories/social-files.ts";
import type { ActingContext } from "./acting-context.ts";
import { notFound, refuseFuture } from "./refusals.ts";
import { labelOf, type NewRequest, stepOf } from "./request-steps.ts";
import { requireActor } from "./require-actor.ts";

/** Records a request for a right in a file of the viewer's organisation; the same one of the same day is returned as it is. */
export async function requestRight(context: ActingContext, asked: NewRequest<RightsKind>): Promise<RightsRequest> {
  const actor = requireActor(context.viewer, fileKeepers);
  const now = new Date();
  const label = labelOf(asked);
  const requestedOn = asked.requestedOn ?? dayOf(now);
  refuseFuture("requestedOn", requestedOn, dayOf(now));
  return context.em.transactional(async (em) => {
    const file = await new SocialFiles(em, context.viewer).own(asked.socialFile);
    if (!file) throw notFound("socialFile");
    await lockPerson(em, file.personId);
    const existing = await new Rights(em, context.viewer).same(file, asked.kind, label, requestedOn);
    if (existing) return existing;
    const { personId, organizationId } = file;
    const { kind, state } = asked;
    const fields = { personId, organizationId, socialFileId: file.id, kind, label, state, requestedOn, version: 1 };
    const request = Object.assign(new RightsRequest(), fields);
    em.persist([request, Object.assign(new RightsRequestChange(), stepOf(request, actor, requestedOn, now))]);
    return request;
  });
}
