import type { EntityManager } from "@mikro-orm/postgresql";
import type { EmploymentContractsContext } from "../context.ts";
import type { EmploymentContract } from "../entities/employment-contract.ts";
import type { Day } from "../policies/calendar.ts";
import { PlanLinks } from "../repositories/plan-links.ts";
import { tellPlanLink } from "./tell-plan-link.ts";

type Told = Pick<EmploymentContractsContext, "publish">;

/** Closes a contract. Its link to an extract ends with it: nothing is shown longer than the contract needs it. */
export async function closeContract(
  context: Told,
  em: EntityManager,
  contract: EmploymentContract,
  status: "ENDED" | "CANCELLED" | "REPLACED",
  closedOn: Day,
): Promise<void> {
  contract.recordedStatus = status;
  contract.closedOn = closedOn;
  await endLink(context, em, contract);
}

/** Ends the link in force of a contract, if there is one; the row stays as history. */
export async function endLink(context: Told, em: EntityManager, contract: EmploymentContract): Promise<void> {
  const link = await new PlanLinks(em).active(contract);
  if (!link) return;
  link.endedAt = new Date();
  await tellPlanLink(context, em, contract, link);
}
