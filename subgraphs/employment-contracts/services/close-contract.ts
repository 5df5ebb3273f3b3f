import type { EntityManager } from "@mikro-orm/postgresql";
import type { EmploymentContract } from "../entities/employment-contract.ts";
import type { Day } from "../policies/calendar.ts";
import { PlanLinks } from "../repositories/plan-links.ts";

/** Closes a contract. Its link to an extract ends with it: nothing is shown longer than the contract needs it. */
export async function closeContract(
  em: EntityManager,
  contract: EmploymentContract,
  status: "ENDED" | "CANCELLED" | "REPLACED",
  closedOn: Day,
): Promise<void> {
  contract.recordedStatus = status;
  contract.closedOn = closedOn;
  await endLink(em, contract);
}

/** Ends the link in force of a contract, if there is one; the row stays as history. */
export async function endLink(em: EntityManager, contract: EmploymentContract): Promise<void> {
  const link = await new PlanLinks(em).active(contract);
  if (link) link.endedAt = new Date();
}
