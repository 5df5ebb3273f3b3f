import type { ProtectedRecord } from "../../../kit/decision.ts";
import { isIdentifier } from "../../../kit/identifier.ts";
import { Refusal } from "../../../kit/user-error.ts";
import { protection, rule } from "../../protection.ts";
import type { HealthAccessContext } from "../context.ts";
import { PlanTransmission } from "../entities/plan-transmission.ts";
import { PlanExtracts } from "../repositories/plan-extracts.ts";
import { refuseInput, requireFound, requireNavigator } from "./refusals.ts";
import { stateProposals } from "./state-proposals.ts";

export interface TransmitPlanExtract {
  readonly planExtract: string;
  readonly recipientOrganization: string;
}

const INTEGRATION = rule("EMPLOYMENT_EXTRACT", "CONTRACT_INTEGRATION");

/**
 * Sends an extract to an organisation, under the person's consent in force for that recipient and that exact content; the
 * registry has logged its answer before anything is recorded. It is asked once more as the last act before the commit, so
 * that a withdrawal in between sends nothing. A retry is safe: one transmission an extract and recipient.
 */
export async function transmitPlanExtract(context: HealthAccessContext, input: TransmitPlanExtract) {
  const navigator = requireNavigator(context.viewer);
  const { recipientOrganization: recipient } = input;
  if (!isIdentifier(recipient))
    throw refuseInput("This is no identifier of an organisation.", ["recipientOrganization"]);
  // A holder needs no permit for itself, so asking for one would answer nothing.
  if (recipient === navigator.organization)
    throw refuseInput("An extract is sent to another organisation.", ["recipientOrganization"]);
  return context.em.transactional(async (em) => {
    const extracts = new PlanExtracts(em, navigator);
    const extract = requireFound(await extracts.lockHeld(navigator, input.planExtract), "planExtract");
    const record = protection.recordOf(extract)!;
    await requireConsent(context, record, recipient);
    const sent = await extracts.findTransmission(extract.id, recipient);
    if (sent) return { planTransmission: sent };
    const { id: extractId, personId, organizationId } = extract;
    const transmission = { extractId, personId, organizationId, recipientOrganizationId: recipient };
    const planTransmission = em.create(PlanTransmission, transmission);
    await em.flush();
    await stateProposals(em, extract.planId);
    await requireConsent(context, record, recipient);
    return { planTransmission };
  });
}

async function requireConsent(
  { enforcement }: HealthAccessContext,
  record: ProtectedRecord,
  recipient: string,
): Promise<void> {
  if (await enforcement.isPermitted(record, INTEGRATION, "NOTIFY", [recipient])) return;
  throw new Refusal(
    "CONSENT_REQUIRED",
    "The person's consent for this recipient and this exact content is not in force.",
  );
}
