import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { decodeCursor, encodeCursor, foreignCursor, type Page, toPage } from "../../../kit/connection.ts";
import { isIdentifier } from "../../../kit/identifier.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { Convention } from "../entities/convention.ts";
import { ConventionFunding } from "../entities/convention-funding.ts";
import { ConventionTarget } from "../entities/convention-target.ts";
import { actingAs, conventionKeepers } from "../policies/actor.ts";

/** One page of the conventions that the viewer's organisation holds, the latest first; none for whoever keeps none. */
export async function findConventions(
  em: EntityManager,
  viewer: Viewer | null,
  { first, after }: { first: number; after: string | null },
): Promise<Page<Convention>> {
  const position = after ? positionIn(after) : {};
  const keeper = actingAs(viewer, conventionKeepers);
  if (!keeper) return toPage<Convention>([], first, cursorOf, 0);
  const own = { organizationId: keeper.organizationId };
  const rows = await em.find(
    Convention,
    { ...own, ...position },
    { orderBy: { startsOn: "desc", id: "desc" }, limit: first + 1 },
  );
  return toPage(rows, first, cursorOf, () => em.count(Convention, own));
}

/** Conventions which the viewer's organisation funds, the latest first; none for whoever keeps none for it. */
export async function findFunded(
  em: EntityManager,
  viewer: Viewer | null,
  { first, after }: { first: number; after: string | null },
): Promise<Page<Convention>> {
  const position = after ? positionIn(after) : {};
  const funded = await fundedBy(em, viewer);
  const rows =
    funded.length === 0
      ? []
      : await em.find(
          Convention,
          { $and: [{ id: funded }, position] },
          { orderBy: { startsOn: "desc", id: "desc" }, limit: first + 1 },
        );
  return toPage(rows, first, cursorOf, funded.length);
}

/** Those of these conventions which the viewer's organisation holds or funds. */
export async function findReadable(
  em: EntityManager,
  viewer: Viewer | null,
  ids: readonly string[],
): Promise<Convention[]> {
  const keeper = actingAs(viewer, conventionKeepers);
  if (!keeper) return [];
  const funded = await fundedBy(em, viewer);
  return em.find(Convention, { id: [...ids], $or: [{ organizationId: keeper.organizationId }, { id: funded }] });
}

/** Identifiers of the conventions which the viewer's organisation funds. */
async function fundedBy(em: EntityManager, viewer: Viewer | null): Promise<string[]> {
  const keeper = actingAs(viewer, conventionKeepers);
  if (!keeper) return [];
  const rows = await em.execute<{ convention_id: string }[]>(
    "select distinct convention_id from convention_funding where funder_organization_id = ?",
    [keeper.organizationId],
  );
  return rows.map(({ convention_id }) => convention_id);
}

export async function findConvention(em: EntityManager, id: string): Promise<Convention | null> {
  return em.findOne(Convention, id);
}

export async function findFundings(em: EntityManager, conventionIds: readonly string[]): Promise<ConventionFunding[]> {
  return em.find(ConventionFunding, { conventionId: [...conventionIds] }, { orderBy: { place: "asc" } });
}

export async function findTargets(em: EntityManager, conventionIds: readonly string[]): Promise<ConventionTarget[]> {
  return em.find(ConventionTarget, { conventionId: [...conventionIds] }, { orderBy: { kind: "asc" } });
}

/** A funding of the viewer's organisation, locked until the transaction ends; null when there is none for her. */
export async function lockFunding(em: EntityManager, organizationId: string, id: string) {
  if (!isIdentifier(id)) return null;
  return em.findOne(ConventionFunding, { id, organizationId }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
}

/** A target of the viewer's organisation, locked until the transaction ends; null when there is none for her. */
export async function lockTarget(em: EntityManager, organizationId: string, id: string) {
  if (!isIdentifier(id)) return null;
  return em.findOne(ConventionTarget, { id, organizationId }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
}

const cursorOf = ({ startsOn, id }: Convention) => encodeCursor([startsOn, id]);

function positionIn(cursor: string): object {
  const [startsOn, id] = decodeCursor(cursor, 2);
  const isDay =
    typeof startsOn === "string" && /^\d{4}-\d{2}-\d{2}$/.test(startsOn) && !Number.isNaN(Date.parse(startsOn));
  if (!isDay || !isIdentifier(id)) throw foreignCursor();
  return { $or: [{ startsOn: { $lt: startsOn } }, { startsOn, id: { $lt: id } }] };
}
