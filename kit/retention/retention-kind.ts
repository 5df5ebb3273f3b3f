/** A kind of record whose keeping an organisation decides about, within what its source allows. */
export interface RetentionKind {
  /** Which records, and from when on their days count: one sentence. */
  readonly description: string;
  /** Days below which nobody may go. */
  readonly leastDays: number;
  /** Days above which nobody may go, and how long they are kept where nobody has decided. */
  readonly mostDays: number;
  /** Why no fewer, in one sentence that names the text it rests on. */
  readonly leastBecause: string;
}

/** The kinds of one source, by the word it has for each. */
export type RetentionKinds = Readonly<Record<string, RetentionKind>>;
