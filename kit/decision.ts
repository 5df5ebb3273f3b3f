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

/** Answers questions in the order asked, having logged every answer; throws when it cannot answer, which means no. */
export type Decide = (requests: readonly DecisionRequest[]) => Promise<readonly boolean[]>;
