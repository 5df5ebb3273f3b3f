import type { EntityManager } from "@mikro-orm/postgresql";
import type { EmploymentContractsContext } from "../context.ts";
import type { EmploymentContract } from "../entities/employment-contract.ts";
import type { PlanLink } from "../entities/plan-link.ts";

/** Tells the source of plans, in identifiers alone, of a link that was made or ended: it knows which extracts are newer. */
export async function tellPlanLink(
  { publish }: Pick<EmploymentContractsContext, "publish">,
  em: EntityManager,
  { id: contract, organizationId: organization }: EmploymentContract,
  { id: link, extractId: extract, endedAt }: PlanLink,
): Promise<void> {
  const type = endedAt === null ? "plan.linked" : "plan.unlinked";
  await publish(em, { type, subject: contract, data: { link, contract, organization, extract } });
}
