import type { EntityManager } from "@mikro-orm/postgresql";
import { stateWork } from "../../work.ts";
import type { HealthSupport } from "../entities/health-support.ts";
import type { SupportAgreement } from "../entities/support-agreement.ts";
import { addDays, REMINDER_DAYS } from "../policies/agreement-period.ts";

/** States that a support's agreement ends soon, as of a month before; with null that nothing of it waits any more. */
export async function stateAgreementEnd(
  em: EntityManager,
  support: Pick<HealthSupport, "id" | "personId" | "organizationId">,
  agreement: SupportAgreement | null,
): Promise<void> {
  const { organizationId: organization } = support;
  const appearsAt = agreement && new Date(`${addDays(agreement.endsOn, -REMINDER_DAYS)}T00:00:00Z`);
  const work = appearsAt ? [{ kind: "AGREEMENT_ENDING" as const, organization, appearsAt }] : [];
  await stateWork(em, "health-access", support, work);
}
