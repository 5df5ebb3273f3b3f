import type { EntityManager } from "@mikro-orm/postgresql";
import type { ClassType } from "type-graphql";
import { findPortableRow, type Portability } from "../portable-records.ts";
import { Refusal } from "../user-error.ts";
import type { Viewer } from "../viewer.ts";
import type { RectificationRow } from "./rectification-row.ts";

export interface RequestRectification {
  readonly requestKey: string;
  readonly kind: string;
  readonly record: string;
  readonly statement: string;
}

/**
 * A subject asks that a record about her be corrected; whoever holds it is asked. The same `requestKey` asks once.
 * @throws Refusal FORBIDDEN, NOT_FOUND (no such record of hers), BAD_USER_INPUT (a key used before)
 */
export async function requestRectification(
  em: EntityManager,
  viewer: Viewer | null,
  Rectification: ClassType<RectificationRow>,
  portability: Portability,
  { requestKey, kind, record, statement }: RequestRectification,
): Promise<RectificationRow> {
  const subject = viewer?.dataSubject;
  if (!subject) throw new Refusal("FORBIDDEN", "Only the one a record is about asks for its correction.");
  const row = kind === Rectification.name ? null : await findPortableRow(em, portability, subject, kind, record);
  const holder = (row as { organizationId?: string } | null)?.organizationId;
  if (!holder) throw new Refusal("NOT_FOUND", "No such record about you is kept here; see your export.", ["record"]);
  await em.execute(
    `insert into rectification (id, subject_id, organization_id, kind, record_id, statement, requested_at, state)
     values (?, ?, ?, ?, ?, ?, now(), 'REQUESTED') on conflict (id) do nothing`,
    [requestKey, subject, holder, kind, record, statement],
  );
  const asked = await em.findOneOrFail(Rectification, { id: requestKey });
  const isSame =
    asked.subjectId === subject && asked.recordId === record.toLowerCase() && asked.statement === statement;
  if (!isSame) throw new Refusal("BAD_USER_INPUT", "This key was used before: choose a new one.", ["requestKey"]);
  return asked;
}
