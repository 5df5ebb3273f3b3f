import type { FilterQuery } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { ClassType } from "type-graphql";
import { decodeCursor, encodeCursor, foreignCursor, type Page, toPage } from "../connection.ts";
import { isIdentifier } from "../identifier.ts";
import type { RectificationRow } from "./rectification-row.ts";

/** As many as anybody reads of her own. */
const MOST_SHOWN = 100;

/** A subject's own requests, the newest first; `own` is the property by which they name her, with her identifier. */
export const listOwnRectifications = (
  em: EntityManager,
  Rectification: ClassType<RectificationRow>,
  own: Readonly<Record<string, string>>,
): Promise<RectificationRow[]> =>
  em.find(Rectification, own as FilterQuery<RectificationRow>, {
    orderBy: { requestedAt: "desc", id: "asc" },
    limit: MOST_SHOWN,
  });

/** Requests about records of an organisation, the one that is due first at the top. */
export async function listRectifications(
  em: EntityManager,
  Rectification: ClassType<RectificationRow>,
  organizationId: string,
  { isWaitingOnly, first, after }: { isWaitingOnly: boolean; first: number; after?: string | null },
): Promise<Page<RectificationRow>> {
  const own = isWaitingOnly ? { organizationId, state: "REQUESTED" as const } : { organizationId };
  const rows = await em.find(Rectification, after ? { $and: [own, following(after)] } : own, {
    orderBy: { requestedAt: "asc", id: "asc" },
    limit: first + 1,
  });
  return toPage(
    rows,
    first,
    ({ requestedAt, id }) => encodeCursor([requestedAt.toISOString(), id]),
    () => em.count(Rectification, own),
  );
}

function following(after: string) {
  const [at, id] = decodeCursor(after, 2);
  const requestedAt = new Date(String(at));
  if (Number.isNaN(requestedAt.getTime()) || !isIdentifier(id)) throw foreignCursor();
  return { $or: [{ requestedAt: { $gt: requestedAt } }, { requestedAt, id: { $gt: id } }] };
}
