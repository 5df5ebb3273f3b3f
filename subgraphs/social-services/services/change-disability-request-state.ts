import { DisabilityRequest } from "../entities/disability-request.ts";
import { DisabilityRequestChange } from "../entities/disability-request-change.ts";
import { fileKeepers } from "../policies/actor.ts";
import { dayOf } from "../policies/day.ts";
import { lockOwnRow } from "../repositories/own-row.ts";
import type { ActingContext } from "./acting-context.ts";
import { notFound } from "./refusals.ts";
import { checkChange, isSameChange, type StateChange, stepOf } from "./request-steps.ts";
import { requireActor } from "./require-actor.ts";

/** Moves a request linked to a disability to its next state and appends the step; a retry finds the version it made and changes nothing. */
export async function changeDisabilityRequestState(
  context: ActingContext,
  asked: StateChange,
): Promise<DisabilityRequest> {
  const actor = requireActor(context.viewer, fileKeepers);
  const now = new Date();
  return context.em.transactional(async (em) => {
    const request = await lockOwnRow(em, context.viewer, DisabilityRequest, asked.request);
    if (!request) throw notFound("request");
    if (isSameChange(request, asked)) return request;
    checkChange(request, asked, dayOf(now));
    request.state = asked.state;
    request.version += 1;
    const step = stepOf(request, actor, asked.happenedOn ?? dayOf(now), now, asked.reason?.trim() || null);
    em.persist(Object.assign(new DisabilityRequestChange(), step));
    return request;
  });
}
