import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { decodeCursor, foreignCursor } from "../../../kit/connection.ts";
import { isIdentifier } from "../../../kit/identifier.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { DecisionRecord } from "../entities/decision-record.ts";
import { Organization, OrganizationKind } from "../entities/organization.ts";
import { Person } from "../entities/person.ts";

/** Rows only: whether the viewer may know of each is decided by the rule of their type. */
export async function findPeople(em: EntityManager, ids: readonly string[]): Promise<Person[]> {
  return em.find(Person, { id: { $in: [...ids] } });
}

/** Locks a person's row for a change of what she permits: changes about one person happen one after another. */
export async function lockPerson(em: EntityManager, id: string): Promise<Person> {
  return em.findOneOrFail(Person, id, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

export async function findOrganizations(em: EntityManager, ids: readonly string[]): Promise<Organization[]> {
  return em.find(Organization, { id: { $in: [...ids] } });
}

export async function listOrganizations(em: EntityManager): Promise<Organization[]> {
  return em.find(Organization, {}, { orderBy: { name: "asc", id: "asc" } });
}

/** Whether a viewer acts for the operator of the hub. */
export async function isOperator(em: EntityManager, { organization }: Viewer): Promise<boolean> {
  return (
    organization !== null &&
    (await em.count(Organization, { id: organization, kind: OrganizationKind.HUB_OPERATOR })) > 0
  );
}

/**
 * People the viewer's organisation accompanies, by name; one row more than asked for tells whether others follow. A cursor
 * holds her identifier alone: it is kept and passed on where no name belongs.
 */
export async function listAccompanied(
  em: EntityManager,
  viewer: Viewer,
  first: number,
  after: string | null,
): Promise<Person[]> {
  const last = after ? identifierIn(after) : null;
  const rows = await em.execute<{ id: string }[]>(
    `select p.id from accompaniment a join person p on p.id = a.person_id
     where a.organization_id = ? and a.ended_on is null and (?::uuid is null or (p.family_name, p.given_name, p.id) > (
       select l.family_name, l.given_name, l.id from person l
       where l.id = ? and exists (select from accompaniment b where b.person_id = l.id and b.organization_id = a.organization_id)))
     order by p.family_name, p.given_name, p.id limit ?`,
    [viewer.organization, last, last, first + 1],
  );
  const people = await findPeople(
    em,
    rows.map((row) => row.id),
  );
  const byId = new Map(people.map((person) => [person.id, person]));
  return rows.flatMap((row) => byId.get(row.id) ?? []);
}

export async function countAccompanied(em: EntityManager, viewer: Viewer): Promise<number> {
  const [row] = await em.execute<{ count: number }[]>(
    "select count(*)::int as count from accompaniment where organization_id = ? and ended_on is null",
    [viewer.organization],
  );
  return row?.count ?? 0;
}

/** What others asked about a person, newest first, without her own reading. */
export async function listDisclosures(
  em: EntityManager,
  person: Person,
  first: number,
  after: string | null,
): Promise<DecisionRecord[]> {
  const before = after ? { id: { $lt: numberIn(after) } } : {};
  return em.find(DecisionRecord, { ...aboutHer(person), ...before }, { orderBy: { id: "desc" }, limit: first + 1 });
}

export async function countDisclosures(em: EntityManager, person: Person): Promise<number> {
  return em.count(DecisionRecord, aboutHer(person));
}

const aboutHer = (person: Person) => ({ personId: person.id, reason: { $ne: "SELF" } });

function identifierIn(cursor: string): string {
  const [id] = decodeCursor(cursor, 1);
  if (isIdentifier(id)) return id;
  throw foreignCursor();
}

/** Records are numbered: the driver gives a bigint as its digits. */
function numberIn(cursor: string): string {
  const [id] = decodeCursor(cursor, 1);
  if (typeof id === "string" && /^\d{1,18}$/.test(id)) return id;
  throw foreignCursor();
}
