import type { EntityName, FilterQuery } from "@mikro-orm/core";
import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { isIdentifier } from "../../../kit/identifier.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import type { PersonalRow } from "../../protection.ts";

/** A row the viewer's own organisation holds, locked until the transaction ends; null when there is none for her. */
export async function lockOwnRow<Row extends PersonalRow & { id: string }>(
  em: EntityManager,
  viewer: Viewer | null,
  entity: EntityName<Row>,
  id: string,
): Promise<Row | null> {
  if (!viewer?.organization || !isIdentifier(id)) return null;
  const where = { id, organizationId: viewer.organization } as FilterQuery<Row>;
  return em.findOne<Row>(entity, where, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true }) as Promise<Row | null>;
}

/** Lets one write about a person run at a time, so that what each looks for first is still true when it writes. */
export async function lockPerson(em: EntityManager, personId: string): Promise<void> {
  await em.execute("select pg_advisory_xact_lock(hashtextextended(?, 0))", [personId]);
}
