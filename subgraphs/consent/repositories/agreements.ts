import { raw } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { Viewer } from "../../../kit/viewer.ts";
import { DataSharingAgreement } from "../entities/data-sharing-agreement.ts";

/** By the clock of the database, as every decision. */
const inForce = () => ({ validFrom: { $lte: raw("now()") }, validTo: { $gt: raw("now()") } });

/** Agreements in force now from one organisation to others. */
export async function findAgreements(em: EntityManager, sourceOrganizationId: string): Promise<DataSharingAgreement[]> {
  return em.find(DataSharingAgreement, { sourceOrganizationId, ...inForce() });
}

/** Agreements in force now that the viewer may read: those of her organisation, or all for a data-protection officer. */
export async function findAgreementsOf(em: EntityManager, viewer: Viewer): Promise<DataSharingAgreement[]> {
  const { organization, roles } = viewer;
  if (!organization) return [];
  const parties = [{ sourceOrganizationId: organization }, { granteeOrganizationId: organization }];
  const visible = roles.includes("DATA_PROTECTION_OFFICER") ? {} : { $or: parties };
  return em.find(DataSharingAgreement, { ...inForce(), ...visible }, { orderBy: { id: "asc" } });
}
