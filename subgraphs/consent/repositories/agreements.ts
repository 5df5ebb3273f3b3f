import { raw } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { Viewer } from "../../../kit/viewer.ts";
import { DataSharingAgreement } from "../entities/data-sharing-agreement.ts";

/** By the clock of the database, as every decision. */
const inForce = () => ({ validFrom: { $lte: raw("now()") }, validTo: { $gt: raw("now()") } });

const withParty = (organization: string) => ({
  $or: [{ sourceOrganizationId: organization }, { granteeOrganizationId: organization }],
});

/** Agreements in force now to which an organisation is a party. */
export async function findAgreements(em: EntityManager, organization: string): Promise<DataSharingAgreement[]> {
  return em.find(DataSharingAgreement, { ...inForce(), ...withParty(organization) });
}

/** Agreements in force now that the viewer may read: those of her organisation, or all for a data-protection officer. */
export async function findAgreementsOf(em: EntityManager, viewer: Viewer): Promise<DataSharingAgreement[]> {
  const { organization, roles } = viewer;
  if (!organization) return [];
  const visible = roles.includes("DATA_PROTECTION_OFFICER") ? {} : withParty(organization);
  return em.find(DataSharingAgreement, { ...inForce(), ...visible }, { orderBy: { id: "asc" } });
}
