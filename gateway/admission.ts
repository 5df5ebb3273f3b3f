import { type DocumentNode, Kind } from "graphql";
import type { Logger } from "../kit/logger.ts";
import type { PeerLink } from "../kit/peer-link.ts";
import { during } from "../kit/request-scope.ts";
import type { Applications } from "./applications.ts";
import { requirePaid, spendingOf } from "./budgets.ts";
import { RequestRefused } from "./errors.ts";
import type { Limits } from "./limits.ts";
import type { Variables } from "./list-sizes.ts";
import type { LocalBudgets } from "./local-budgets.ts";
import { checkListSizes, tooComplex } from "./operation-limits.ts";
import { checkTexts } from "./operation-texts.ts";
import type { PlanWeight } from "./plan-weight.ts";
import type { RequestRecord } from "./request-record.ts";
import { recogniseViewer } from "./viewer-registry.ts";
import type { Withdrawals } from "./withdrawals/withdrawals.ts";

export interface AdmissionOptions {
  readonly limits: Limits;
  readonly registry: PeerLink;
  readonly applications: Applications;
  /** Counts while the registry does not. */
  readonly localBudgets: LocalBudgets;
  /** Told of each request a budget refuses: somebody may be looking people up. */
  readonly logger: Logger;
  /** What was written down that the registry may lack; none where nothing is. */
  readonly withdrawals?: Withdrawals | undefined;
}

/** What is to be run; `weigh` plans it, which is worth doing only once everything cheaper has been checked. */
export interface Asked {
  readonly document: DocumentNode;
  readonly variables: Variables;
  readonly weigh: () => PlanWeight;
  /** True when it is not run in the end: it must be allowed, but nothing is looked up, and only its plan is paid for. */
  readonly isExplained?: boolean;
}

const EXPLANATION = { cost: 1, lookups: [] };

/**
 * Last checks before an operation is run, cheapest first: its lists are bounded, its texts can be kept, its plan is not
 * too dear, the registry knows who asks and their budgets hold. Throws `RequestRefused`.
 */
export async function admit(
  { document, variables, weigh, isExplained = false }: Asked,
  record: RequestRecord,
  { limits, registry, applications, localBudgets, logger, withdrawals }: AdmissionOptions,
): Promise<void> {
  // Who asks and what it costs was found out before; nothing that needs a proof of either is asked for any more.
  if (record.pass === "unverifiable") {
    record.isViewerVerified = false;
    return;
  }
  checkListSizes(document, variables, limits.listSize);
  checkTexts(document, variables);
  const { budgets: policy } = applications.ruleOf(record.identity);
  const limit = Math.min(limits.cost, policy.costPerMinute, policy.actorCostPerMinute);
  const weight = weigh();
  const cost = weight.cost(variables);
  record.cost = { requested: cost, limit };
  if (cost > limit) throw tooDear(cost, limit);
  const lookups = weight.lookups(variables);
  if (lookups.length > limits.lookups)
    throw new RequestRefused(400, tooComplex("identifiers to look up", limits.lookups));
  // What is run once more was paid for, and its client must not read from her budgets that it was.
  const isPaid = record.pass === "again";
  const spending = isPaid ? [] : spendingOf(record.identity, isExplained ? EXPLANATION : { cost, lookups }, policy);
  const { viewer, isVerified, budgets, database } = await during("admission", () =>
    recogniseViewer(registry, record.identity, {
      organization: record.claimedOrganization,
      requestId: record.requestId,
      spending,
      timeoutMs: limits.registryTimeoutMs,
    }),
  );
  if (!isPaid) record.budgets = budgets ?? localBudgets.spend(spending);
  record.viewer = viewer;
  const empty = record.budgets.find(({ waitMs }) => waitMs > 0);
  if (empty) {
    const { organization, application } = viewer;
    const { requestId } = record;
    logger.warn({ requestId, application, organization, budget: empty.name }, "a budget refused a request");
  }
  requirePaid(record.budgets);
  // What is read is fenced before it is shown. A change must not be made on the strength of what was withdrawn.
  record.isViewerVerified =
    isVerified && (!withdrawals || !isChange(document) || (await withdrawals.complete(database)));
}

const isChange = ({ definitions }: DocumentNode): boolean =>
  definitions.some((one) => one.kind === Kind.OPERATION_DEFINITION && one.operation === "mutation");

function tooDear(cost: number, limit: number): RequestRefused {
  const message = `The request costs ${cost}: at most ${limit} is accepted. Ask for smaller pages or for fewer lists inside lists.`;
  return new RequestRefused(400, { code: "TOO_COMPLEX", message });
}
