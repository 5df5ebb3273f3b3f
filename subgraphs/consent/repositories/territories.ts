import type { EntityManager } from "@mikro-orm/postgresql";
import { Organization } from "../entities/organization.ts";
import { OrganizationArea } from "../entities/organization-area.ts";
import type { Territory } from "../policies/territory.ts";

/** The areas of these organisations, in the order of their codes. */
export async function findAreas(em: EntityManager, organizationIds: readonly string[]): Promise<OrganizationArea[]> {
  const ofThem = { organizationId: { $in: [...organizationIds] } };
  return em.find(OrganizationArea, ofThem, { orderBy: { kind: "asc", code: "asc" } });
}

/** Where one organisation works; null when there is none of this identifier. */
export async function findTerritory(em: EntityManager, id: string): Promise<(Territory & { id: string }) | null> {
  const [organization, areas] = await Promise.all([em.findOne(Organization, id), findAreas(em, [id])]);
  return organization && { id, departmentCode: organization.departmentCode, areas };
}

/** The départements in which those who accompany a person work. */
export async function findDepartmentsAround(em: EntityManager, personId: string): Promise<string[]> {
  const rows = await em.execute<{ code: string }[]>(
    `select distinct coalesce(area.department_code, o.department_code) as code
     from accompaniment a join organization o on o.id = a.organization_id left join organization_area area on area.organization_id = o.id
     where a.person_id = ? and a.ended_on is null and coalesce(area.department_code, o.department_code) is not null order by code`,
    [personId],
  );
  return rows.map(({ code }) => code);
}
