import type { EntityManager } from "@mikro-orm/postgresql";
import { HealthSupport } from "../entities/health-support.ts";

type Opening = Pick<
  HealthSupport,
  "personId" | "organizationId" | "prescriptionId" | "prescriberOrganizationId" | "openedOn"
>;

/** Opens the support of a prescription unless there is one: the prescription is its natural key. */
export async function openHealthSupport(em: EntityManager, opening: Opening): Promise<void> {
  const support = Object.assign(new HealthSupport(), opening);
  await em.upsert(HealthSupport, { ...support }, { onConflictFields: ["prescriptionId"], onConflictAction: "ignore" });
}
