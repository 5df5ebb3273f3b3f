import { decodeCursor, encodeCursor, type Page, toPage } from "../../../kit/connection.ts";
import { subgraphError } from "../../../kit/subgraph-error.ts";
import { protection, rule } from "../../protection.ts";
import type { HealthAccessContext } from "../context.ts";
import type { PlanExtract } from "../entities/plan-extract.ts";
import type { Proposal } from "../repositories/plan-extracts.ts";

const INTEGRATION = rule("EMPLOYMENT_EXTRACT", "CONTRACT_INTEGRATION");

/** Permits first, then counts and pages: an extract whose consent ended leaves no trace in nodes, counts or cursors. */
export async function pageOfProposals(
  { extracts, enforcement }: HealthAccessContext,
  first: number,
  after?: string | null,
): Promise<Page<PlanExtract>> {
  const isAfter = after ? follows(after) : () => true;
  const proposals = await extracts.proposals();
  if (proposals.length === 0) await enforcement.confirmAbsence(INTEGRATION);
  const readable = await enforcement.readable(proposals, (row) => protection.recordOf(row)!, INTEGRATION);
  const shown = readable.filter(isAfter).slice(0, first + 1);
  const byId = new Map<string, PlanExtract>();
  for (const loaded of await extracts.byId.loadMany(shown.map(({ extractId }) => extractId))) {
    if (loaded instanceof Error) throw loaded;
    if (loaded) byId.set(loaded.id, loaded);
  }
  const page = toPage(shown, first, cursorOf, readable.length);
  return { ...page, edges: page.edges.map(({ node, cursor }) => ({ node: byId.get(node.extractId)!, cursor })) };
}

/** Of what the rule of an extract shows: when it was sent follows another rule. */
const cursorOf = ({ derivedAt, extractId }: Proposal) => encodeCursor([derivedAt.getTime(), extractId]);

/** Whether a proposal stands after a cursor in the order of the list: newest first, then by identifier downwards. */
function follows(after: string): (proposal: Proposal) => boolean {
  const [time, id] = decodeCursor(after, 2);
  if (typeof time !== "number" || typeof id !== "string")
    throw subgraphError("BAD_USER_INPUT", "after: take the cursor from pageInfo.endCursor of this list.");
  return ({ derivedAt, extractId }) => derivedAt.getTime() < time || (derivedAt.getTime() === time && extractId < id);
}
