import type { EntityManager } from "@mikro-orm/postgresql";
import type { Viewer } from "../../../kit/viewer.ts";
import { DataSharingAgreement } from "../entities/data-sharing-agreement.ts";

const inForce = (now: Date) => ({ validFrom: { $lte: now }, validTo: { $gt: now } });

/** Agreements in force now from one organisation to others. */
export async function findAgreements(em: EntityManager, sourceOrganizationId: string): Promise<DataSharingAgreement[]> {
  return em.find(DataSharingAgreement, { sourceOrganizationId, ...inForce(new Date()) });
}

/** Agreements in force now that the viewer may read: those of her organisation, or all for a data-protection officer. */
export async function findAgreementsOf(em: EntityManager, viewer: Viewer): Promise<DataSharingAgreement[]> {
  const { organization, roles } = viewer;
  if (!organization) return [];
  const parties = [{ sourceOrganizationId: organization }, { granteeOrganizationId: organization }];
  const visible = roles.includes("DATA_PROTECTION_OFFICER") ? {} : { $or: parties };
  return em.find(DataSharingAgreement, { ...inForce(new Date()), ...visible }, { orderBy: { id: "asc" } });
}
