import type { EntityManager } from "@mikro-orm/postgresql";
import { publishEvent } from "../kit/events.ts";
import type { WorkName, WorkSource } from "./work-kinds.ts";

export const WORK_STATED = "work.stated";
/** The registry keeps the inboxes: it knows who is a member of what. */
const INBOX_KEEPER = "consent";

/** One thing that waits, for the members of one organisation. */
export interface Work {
  readonly kind: WorkName;
  readonly organization: string;
  /** The instant from which it waits: past, or to come. */
  readonly appearsAt: Date;
  /** The instant from which it waits no more, though nobody did anything. */
  readonly lapsesAt?: Date;
}

/** The record it is about, as a decision needs it. */
export interface WorkRecord {
  readonly id: string;
  readonly personId: string;
  /** The organisation that holds it. */
  readonly organizationId: string;
  readonly contentHash?: string;
}

/**
 * States, in the running transaction, everything that waits about a record now: what `source` stated of it before and does not
 * state again waits no more. Stating the same twice changes nothing.
 */
export async function stateWork(
  em: EntityManager,
  source: WorkSource,
  { id, personId, organizationId, contentHash }: WorkRecord,
  work: readonly Work[],
): Promise<void> {
  const record = { record: id, person: personId, holder: organizationId, contentHash: contentHash ?? null };
  const data = { ...record, work: JSON.stringify(work) };
  await publishEvent(em, source, [INBOX_KEEPER], { type: WORK_STATED, subject: id, data });
}
