import type { EntityManager } from "@mikro-orm/postgresql";
import { stateWork, type Work } from "../../work.ts";
import { type SentExtract, sentExtractsOf } from "../repositories/linked-plans.ts";

/**
 * States what waits about each extract of a plan, where it was sent: as a proposal, or as a newer one than a contract there names. What
 * is linked waits no more, nor does what came before it.
 */
export async function stateProposals(em: EntityManager, plan: string): Promise<void> {
  const sent = Map.groupBy(await sentExtractsOf(em, plan), ({ id }) => id);
  for (const recipients of sent.values())
    await stateWork(em, "health-access", recipients[0]!, recipients.flatMap(workOf));
}

function workOf({ linked, recipient: organization, sentAt: appearsAt }: SentExtract): Work[] {
  if (linked === "THIS_OR_LATER") return [];
  return [{ kind: linked === "NONE" ? "PLAN_PROPOSED" : "PLAN_UPDATED", organization, appearsAt }];
}
