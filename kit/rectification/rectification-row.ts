import type { RectificationState } from "./rectification-state.ts";

/** A subject's request that a record about her be corrected (GDPR, art. 16), kept by the source that holds the record. */
export interface RectificationRow {
  readonly id: string;
  /** The organisation that holds the record, and answers. */
  readonly organizationId: string;
  /** The record: its kind and its identifier, as in her export. */
  readonly kind: string;
  readonly recordId: string;
  /** What is wrong, in her words. */
  readonly statement: string;
  readonly requestedAt: Date;
  state: RectificationState;
  /** Why it was refused, in the words of who answered. */
  reason: string | null;
  answeredAt: Date | null;
  /** The account of who answered. */
  answeredBy: string | null;
}
