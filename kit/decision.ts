/** What may be asked of a record: to be read, or to be bound into a record of another organization. */
export type Operation = "READ" | "INTEGRATE" | "NOTIFY";

/** The rule a schema coordinate carries: one category of data, disclosed for one purpose. */
export interface Rule {
  readonly category: string;
  readonly purpose: string;
}

/** The record a value is read from, as its subgraph knows it. */
export interface ProtectedRecord {
  /** Hub id of the data subject the record is about. */
  readonly subject: string;
  /** Hub id of the organization that holds the record; null for what the registry holds for all. */
  readonly holder: string | null;
  /** Set when a permit may be limited to this record and this exact content. */
  readonly resource?: string | undefined;
  readonly contentHash?: string | undefined;
}

/** One question to the registry. */
export interface DecisionRequest extends ProtectedRecord, Rule {
  readonly operation: Operation;
  /** Organizations that receive the value besides the viewer's own. */
  readonly receivers?: readonly string[];
  /** Schema coordinates that will show the value, for the log. */
  readonly coordinates: readonly string[];
}

/**
 * What a permit rests on that somebody may take back: the permits of one subject, counted at each change that may end one.
 * It names the subject by her hub id alone; it goes to the gateway and no further, and is never logged.
 */
export interface Ground {
  readonly subject: string;
  readonly epoch: number;
  /** On the clock of the decision point, in milliseconds: what ends by itself after it ends the permit too. */
  readonly decidedAt: number;
}

export interface Decided {
  /** One answer for each question, in the order asked. */
  readonly permitted: readonly boolean[];
  /** One for each subject of whom something was permitted that may be taken back. */
  readonly grounds: readonly Ground[];
}

/** Answers questions, having logged every answer; throws when it cannot answer, which means no. */
export type Decide = (requests: readonly DecisionRequest[]) => Promise<Decided>;

export const isGround = (value: unknown): value is Ground => {
  const { subject, epoch, decidedAt } = (value ?? {}) as Partial<Record<keyof Ground, unknown>>;
  return typeof subject === "string" && Number.isInteger(epoch) && Number.isFinite(decidedAt);
};

/** Keeps, of each subject, the oldest ground: an answer made of several decisions is as old as the first of them. */
export function noteGround(grounds: Map<string, Ground>, { subject, epoch, decidedAt }: Ground): void {
  const known = grounds.get(subject);
  const oldest = known && { epoch: Math.min(known.epoch, epoch), decidedAt: Math.min(known.decidedAt, decidedAt) };
  grounds.set(subject, { subject, epoch, decidedAt, ...oldest });
}
