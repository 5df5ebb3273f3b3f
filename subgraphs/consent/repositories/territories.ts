import { randomUUID } from "node:crypto";
import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { Organization } from "../entities/organization.ts";
import { OrganizationArea } from "../entities/organization-area.ts";
import type { TerritoryRecord } from "../entities/territory-record.ts";
import type { Area, Territory } from "../policies/territory.ts";

/** The areas of these organisations, in the order of their codes. */
export async function findAreas(em: EntityManager, organizationIds: readonly string[]): Promise<OrganizationArea[]> {
  const ofThem = { organizationId: { $in: [...organizationIds] } };
  return em.find(OrganizationArea, ofThem, { orderBy: { kind: "asc", code: "asc" } });
}

/** Where these organisations work, by their identifiers; one that is not there has no entry. */
export async function findTerritories(em: EntityManager, ids: readonly string[]): Promise<Map<string, Territory>> {
  const [organizations, areas] = await Promise.all([
    em.find(Organization, { id: { $in: [...ids] } }),
    findAreas(em, ids),
  ]);
  const byOrganization = Map.groupBy(areas, ({ organizationId }) => organizationId);
  return new Map(
    organizations.map(({ id, departmentCode }) => [id, { departmentCode, areas: byOrganization.get(id) ?? [] }]),
  );
}

/** Where one organisation works; null when there is none of this identifier. */
export async function findTerritory(em: EntityManager, id: string): Promise<(Territory & { id: string }) | null> {
  const territory = (await findTerritories(em, [id])).get(id);
  return territory ? { id, ...territory } : null;
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

/** An organisation whose territory nobody else changes meanwhile; null when there is none of this identifier. */
export async function lockOrganization(em: EntityManager, id: string): Promise<Organization | null> {
  return em.findOne(Organization, id, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

/** Puts these areas in place of those an organisation had, and notes who did; run it in a transaction. */
export async function replaceAreas(
  em: EntityManager,
  { organizationId, actorSubject }: { readonly organizationId: string; readonly actorSubject: string },
  areas: readonly Area[],
): Promise<void> {
  await em.nativeDelete(OrganizationArea, { organizationId });
  for (const area of areas)
    em.persist(
      em.create(OrganizationArea, { id: randomUUID(), organizationId, ...area, communes: [...area.communes] }),
    );
  await em.execute("insert into territory_record (organization_id, areas, actor_subject) values (?, ?::jsonb, ?)", [
    organizationId,
    JSON.stringify(areas),
    actorSubject,
  ]);
}

/** Where these organisations worked since when, the latest first. */
export async function findTerritoryRecords(em: EntityManager, ids: readonly string[]): Promise<TerritoryRecord[]> {
  const rows = await em.execute<TerritoryRecord[]>(
    `select organization_id as "organizationId", areas, recorded_at as "recordedAt" from territory_record
     where organization_id = any (string_to_array(?, ' ')::uuid[]) order by id desc`,
    [ids.join(" ")],
  );
  return rows.map((row) => ({ ...row, recordedAt: new Date(row.recordedAt) }));
}
