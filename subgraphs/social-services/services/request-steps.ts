import type { ActingRole, Actor } from "../policies/actor.ts";
import type { RequestState } from "../policies/file-words.ts";
import { isReasonRequired, nextStates } from "../policies/request-transitions.ts";
import { badInput, conflict, refuseFuture } from "./refusals.ts";

/** What both kinds of request share as rows. */
export interface FollowedRequest {
  readonly id: string;
  readonly personId: string;
  readonly organizationId: string;
  readonly requestedOn: string;
  state: RequestState;
  version: number;
}

/** A request as it is recorded. */
export interface NewRequest<Kind> {
  socialFile: string;
  kind: Kind;
  label?: string | null;
  /** YYYY-MM-DD; today when absent. */
  requestedOn?: string | null;
  state: RequestState;
}

/** A change of state as it is asked for. */
export interface StateChange {
  request: string;
  version: number;
  state: RequestState;
  reason?: string | null;
  /** YYYY-MM-DD; today when absent. */
  happenedOn?: string | null;
}

/** The name of a right outside the list, and of no other; the empty string for those of the list. */
export function labelOf({ kind, label }: { kind: string; label?: string | null }): string {
  const words = label?.trim() ?? "";
  if (kind === "OTHER" && words === "") throw badInput("label", "Name the right: its kind is OTHER.");
  if (kind !== "OTHER" && words !== "") throw badInput("label", "Only a right of kind OTHER is named in words.");
  return words;
}

/** True for the retry of a change that was already made. */
export const isSameChange = (request: FollowedRequest, asked: StateChange): boolean =>
  request.version === asked.version + 1 && request.state === asked.state;

/** Refuses a change that was decided on an older version, or that the table of states does not know. */
export function checkChange(request: FollowedRequest, asked: StateChange, today: string): void {
  if (request.version !== asked.version)
    throw conflict("version", "The request was changed meanwhile; read it again and decide on what it says now.");
  const allowed = nextStates(request.state);
  if (!allowed.includes(asked.state)) {
    const ways = allowed.length > 0 ? `it may come to ${allowed.join(", ")}` : "it is closed: record a new request";
    throw badInput("state", `A request that is ${request.state} cannot come to this state; ${ways}.`);
  }
  if (isReasonRequired(asked.state) && !asked.reason?.trim())
    throw badInput("reason", "This state needs a reason: say in a few words why.");
  const happenedOn = asked.happenedOn ?? today;
  refuseFuture("happenedOn", happenedOn, today);
  if (happenedOn < request.requestedOn) throw badInput("happenedOn", "This day is before the request was made.");
}

/** The step of history for the state a request is in. */
export function stepOf(
  request: FollowedRequest,
  actor: Actor & { role: ActingRole },
  happenedOn: string,
  now: Date,
  reason: string | null = null,
) {
  return {
    personId: request.personId,
    organizationId: request.organizationId,
    requestId: request.id,
    version: request.version,
    state: request.state,
    reason,
    happenedOn,
    recordedAt: now,
    actorRole: actor.role,
    actorOrganizationId: actor.organizationId,
  };
}
