import { type PeerLink, PeerUnavailable } from "../kit/peer-link.ts";
import type { Viewer } from "../kit/viewer.ts";
import type { Identity } from "./authentication.ts";
import type { BudgetState, Spending } from "./budgets.ts";
import { RequestRefused } from "./errors.ts";

/** Name of the source that knows who people are in the hub. */
export const REGISTRY = "consent";

export interface RecognisedViewer {
  readonly viewer: Viewer;
  /** False when the registry did not answer: the viewer is then known by her token alone. */
  readonly isVerified: boolean;
  /** The budgets after the request; undefined when the registry did not count. */
  readonly budgets: readonly BudgetState[] | undefined;
  /** The database the registry works on, in a word of its own; undefined when it did not say. */
  readonly database?: unknown;
}

/**
 * Asks the registry who an identity is, at every request and never from memory, so that a member removed from an
 * organization loses access at her next request. The same call takes what the request costs. Throws {@link RequestRefused} when the registry knows she may not act.
 */
export async function recogniseViewer(
  registry: PeerLink,
  identity: Identity,
  request: { organization: string | null; requestId: string; spending: readonly Spending[]; timeoutMs: number },
): Promise<RecognisedViewer> {
  const subject = `${identity.issuer}|${identity.subject}`;
  const { application } = identity;
  const ask = () =>
    registry.post<{ viewer?: unknown; budgets?: unknown; database?: unknown }>({
      peer: REGISTRY,
      path: "/viewer",
      content: { ...identity, organization: request.organization, spending: request.spending },
      requestId: request.requestId,
      timeoutMs: request.timeoutMs,
    });
  const answer = await ask().catch(ask).catch(orNothing);
  if (answer?.viewer === null) throw new RequestRefused(403, { code: "FORBIDDEN", message: undefined });
  if (isViewer(answer?.viewer, subject, application)) {
    if (request.organization !== null && answer.viewer.organization !== request.organization) throw notAMember();
    const { viewer, database } = answer;
    return { viewer, isVerified: true, budgets: readBudgets(answer.budgets, request.spending), database };
  }
  const viewer = { subject, organization: null, roles: [], dataSubject: null, application };
  return { viewer, isVerified: false, budgets: undefined };
}

/** Acting silently for nobody, or for another organization, would only puzzle her. */
function notAMember(): RequestRefused {
  const message = "You are no member of the organisation named in Passerelle-Organization.";
  return new RequestRefused(403, { code: "FORBIDDEN", message });
}

function orNothing(error: unknown): undefined {
  if (!(error instanceof PeerUnavailable)) throw error;
}

/** A registry that says nothing of a budget it was told to count has not counted. */
function readBudgets(value: unknown, spending: readonly Spending[]): readonly BudgetState[] | undefined {
  if (!Array.isArray(value) || value.length !== spending.length) return undefined;
  const numbers = ["capacity", "windowMs", "fullInMs", "waitMs"] as const;
  const isState = (one: BudgetState) =>
    typeof one?.name === "string" && numbers.every((key) => Number.isFinite(one[key]));
  return value.every(isState) ? value : undefined;
}

/** A registry that answers about somebody else, or in another shape, has not answered. */
function isViewer(value: unknown, subject: string, application: string): value is Viewer {
  if (typeof value !== "object" || value === null) return false;
  const viewer = value as Record<keyof Viewer, unknown>;
  const isIdOrNull = (id: unknown) => id === null || typeof id === "string";
  return (
    viewer.subject === subject &&
    viewer.application === application &&
    isIdOrNull(viewer.organization) &&
    isIdOrNull(viewer.dataSubject) &&
    Array.isArray(viewer.roles) &&
    viewer.roles.every((role) => typeof role === "string")
  );
}
