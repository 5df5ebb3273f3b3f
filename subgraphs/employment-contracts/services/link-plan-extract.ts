import { randomUUID } from "node:crypto";
import { isIdentifier } from "../../../kit/identifier.ts";
import { Refusal } from "../../../kit/user-error.ts";
import { rule } from "../../protection.ts";
import type { EmploymentContractsContext } from "../context.ts";
import type { EmploymentContract } from "../entities/employment-contract.ts";
import { PlanLink } from "../entities/plan-link.ts";
import { PlanLinks } from "../repositories/plan-links.ts";
import { type ChangedContract, changeContract, requireAdmitted } from "./change-contract.ts";
import { tellPlanLink } from "./tell-plan-link.ts";

interface Linking {
  readonly contract: string;
  readonly planExtract: string;
  readonly contentHash: string;
}

/**
 * Links a contract to an extract whose very text the person approved for the viewer's organisation. The consent is
 * decided after the contract is locked and once more as the last act before the commit, so that a withdrawal in between
 * leaves no link. Another extract ends the previous link. A retry decides again and finds its link made.
 */
export function linkPlanExtract(context: EmploymentContractsContext, input: Linking): Promise<ChangedContract> {
  const linking = { ...input, planExtract: input.planExtract.toLowerCase() };
  return changeContract(context, linking.contract, async (contract, em) => {
    requireAdmitted("LINK_PLAN", contract);
    await requireConsent(context, contract, linking);
    const { planExtract: extractId, contentHash } = linking;
    const active = await new PlanLinks(em).active(contract);
    if (active?.extractId === extractId && active.contentHash === contentHash) return;
    if (active) {
      active.endedAt = new Date();
      await tellPlanLink(context, em, contract, active);
      // The link before must end in the database first: one contract holds one link in force.
      await em.flush();
    }
    const link = em.create(PlanLink, {
      id: randomUUID(),
      contractId: contract.id,
      extractId,
      contentHash,
      linkedAt: new Date(),
      endedAt: null,
    });
    await em.flush();
    await tellPlanLink(context, em, contract, link);
    await requireConsent(context, contract, linking);
  });
}

/**
 * One code and one sentence, whether consent was refused, withdrawn, has expired, was never asked or covers another text,
 * and for an extract that does not exist: the contract side must not tell them apart.
 */
async function requireConsent(
  { enforcement }: EmploymentContractsContext,
  { personId }: EmploymentContract,
  { planExtract, contentHash }: Linking,
): Promise<void> {
  const record = { subject: personId, holder: null, resource: planExtract, contentHash };
  const integration = rule("EMPLOYMENT_EXTRACT", "CONTRACT_INTEGRATION");
  const isPermitted = isIdentifier(planExtract) && (await enforcement.isPermitted(record, integration, "INTEGRATE"));
  if (!isPermitted) throw new Refusal("NOT_FOUND", "No such extract can be linked to this contract.", ["planExtract"]);
}
