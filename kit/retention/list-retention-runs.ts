import type { EntityManager } from "@mikro-orm/postgresql";
import { decodeCursor, encodeCursor, foreignCursor, type Page, toPage } from "../connection.ts";
import { RetentionRun } from "./retention-run.ts";

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What was done in an organisation's name, the newest day first. */
export async function listRetentionRuns(
  em: EntityManager,
  organizationId: string,
  { first, after }: { first: number; after?: string | null },
): Promise<Page<RetentionRun>> {
  const own = { organizationId };
  const rows = await em.find(RetentionRun, after ? { $and: [own, following(after)] } : own, {
    orderBy: { ranOn: "desc", kind: "asc" },
    limit: first + 1,
  });
  return toPage(
    rows,
    first,
    ({ ranOn, kind }) => encodeCursor([ranOn, kind]),
    () => em.count(RetentionRun, own),
  );
}

function following(after: string) {
  const [ranOn, kind] = decodeCursor(after, 2);
  if (typeof ranOn !== "string" || !DAY.test(ranOn) || typeof kind !== "string") throw foreignCursor();
  return { $or: [{ ranOn: { $lt: ranOn } }, { ranOn, kind: { $gt: kind } }] };
}
