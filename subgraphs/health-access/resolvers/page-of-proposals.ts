import { decodeCursor, encodeCursor, type Page, type PageArguments, toPage } from "../../../kit/connection.ts";
import { subgraphError } from "../../../kit/subgraph-error.ts";
import { protection, rule } from "../../protection.ts";
import type { HealthAccessContext } from "../context.ts";
import type { PlanExtract } from "../entities/plan-extract.ts";
import type { Proposal } from "../repositories/plan-extracts.ts";

const INTEGRATION = rule("EMPLOYMENT_EXTRACT", "CONTRACT_INTEGRATION");

/** Which part of what was permitted is listed. */
type Choice = (permitted: readonly Proposal[]) => readonly Proposal[];

/** Permits first, then counts and pages: an extract whose consent ended leaves no trace in nodes, counts or cursors. */
export async function pageOfProposals(
  { extracts, enforcement }: HealthAccessContext,
  sent: readonly Proposal[],
  { first, after }: PageArguments,
  choose: Choice = (permitted) => permitted,
): Promise<Page<PlanExtract>> {
  const isAfter = after ? follows(after) : () => true;
  if (sent.length === 0) await enforcement.confirmAbsence(INTEGRATION);
  const readable = choose(await enforcement.readable(sent, (row) => protection.recordOf(row)!, INTEGRATION));
  const shown = readable.filter(isAfter).slice(0, first + 1);
  const byId = new Map<string, PlanExtract>();
  for (const loaded of await extracts.byId.loadMany(shown.map(({ extractId }) => extractId))) {
    if (loaded instanceof Error) throw loaded;
    if (loaded) byId.set(loaded.id, loaded);
  }
  const page = toPage(shown, first, cursorOf, readable.length);
  return { ...page, edges: page.edges.map(({ node, cursor }) => ({ node: byId.get(node.extractId)!, cursor })) };
}

/** Of each plan the first in the order of the list, which is the newest. */
export const newestOfEachPlan: Choice = (permitted) => {
  const plans = new Set<string>();
  return permitted.filter(({ planId }) => !plans.has(planId) && plans.add(planId));
};

/** Of what the rule of an extract shows: when it was sent follows another rule. */
const cursorOf = ({ derivedAt, extractId }: Proposal) => encodeCursor([derivedAt.getTime(), extractId]);

/** Whether a proposal stands after a cursor in the order of the list: newest first, then by identifier downwards. */
function follows(after: string): (proposal: Proposal) => boolean {
  const [time, id] = decodeCursor(after, 2);
  if (typeof time !== "number" || typeof id !== "string")
    throw subgraphError("BAD_USER_INPUT", "after: take the cursor from pageInfo.endCursor of this list.");
  return ({ derivedAt, extractId }) => derivedAt.getTime() < time || (derivedAt.getTime() === time && extractId < id);
}
