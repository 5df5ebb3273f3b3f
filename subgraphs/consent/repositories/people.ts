import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { decodeCursor } from "../../../kit/connection.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { DecisionRecord } from "../entities/decision-record.ts";
import { Organization } from "../entities/organization.ts";
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

/** People the viewer's organisation accompanies, by name; one row more than asked for tells whether others follow. */
export async function listAccompanied(
  em: EntityManager,
  viewer: Viewer,
  first: number,
  after: string | null,
): Promise<Person[]> {
  const [familyName, givenName, id] = after ? decodeCursor(after, 3) : [null, null, null];
  const rows = await em.execute<{ id: string }[]>(
    `select p.id from accompaniment a join person p on p.id = a.person_id
     where a.organization_id = ? and a.ended_on is null
       and (?::text is null or (p.family_name, p.given_name, p.id::text) > (?, ?, ?))
     order by p.family_name, p.given_name, p.id::text limit ?`,
    [viewer.organization, id, familyName, givenName, id, first + 1],
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
  const before = after ? { id: { $lt: String(decodeCursor(after, 1)[0]) } } : {};
  return em.find(DecisionRecord, { ...aboutHer(person), ...before }, { orderBy: { id: "desc" }, limit: first + 1 });
}

export async function countDisclosures(em: EntityManager, person: Person): Promise<number> {
  return em.count(DecisionRecord, aboutHer(person));
}

const aboutHer = (person: Person) => ({ personId: person.id, reason: { $ne: "SELF" } });
