import type { EntityManager } from "@mikro-orm/postgresql";
import { dueOn } from "../kit/rectification/due-on.ts";
import type { RectificationRow } from "../kit/rectification/rectification-row.ts";
import { stateWork } from "./work.ts";
import type { WorkName, WorkSource } from "./work-kinds.ts";

/** Days before the last one on which a data-protection officer hears that an answer is owed. */
const NOTICE_DAYS = 7;
const DAY_MS = 86_400_000;

/** States that a request for rectification waits for whoever answers it, and before its day for the officer; once answered, nothing. */
export const stateRectification =
  (source: WorkSource, kind: WorkName) =>
  async (em: EntityManager, row: RectificationRow, personId: string): Promise<void> => {
    const { id, organizationId: organization, state, requestedAt } = row;
    const noticeAt = new Date(Date.parse(`${dueOn(requestedAt)}T00:00:00Z`) - NOTICE_DAYS * DAY_MS);
    const waiting = [
      { kind, organization, appearsAt: requestedAt },
      { kind: "RECTIFICATION_DUE" as const, organization, appearsAt: noticeAt },
    ];
    const record = { id, personId, organizationId: organization };
    await stateWork(em, source, record, state === "REQUESTED" ? waiting : []);
  };
