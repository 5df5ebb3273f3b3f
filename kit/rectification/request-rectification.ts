import type { EntityData } from "@mikro-orm/core";
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
  { requestKey: key, kind, record: id, statement }: RequestRectification,
): Promise<RectificationRow> {
  const subject = viewer?.dataSubject;
  if (!subject) throw new Refusal("FORBIDDEN", "Only the one a record is about asks for its correction.");
  const [requestKey, record] = [key.toLowerCase(), id.toLowerCase()];
  const row = kind === Rectification.name ? null : await findPortableRow(em, portability, subject, kind, record);
  const holder = (row as { organizationId?: string } | null)?.organizationId;
  if (!holder) throw new Refusal("NOT_FOUND", "No such record about you is kept here; see your export.", ["record"]);
  const own = { [portability.subjectProperty]: subject };
  const request = { id: requestKey, ...own, organizationId: holder, kind, recordId: record, statement };
  const asked = await em.upsert(
    Rectification,
    { ...request, requestedAt: new Date(), state: "REQUESTED" } as EntityData<RectificationRow>,
    { onConflictFields: ["id"], onConflictAction: "ignore" },
  );
  const isSame = Object.entries(request).every(([name, value]) => asked[name as keyof RectificationRow] === value);
  if (!isSame) throw new Refusal("BAD_USER_INPUT", "This key was used before: choose a new one.", ["requestKey"]);
  return asked;
}
