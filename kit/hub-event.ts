/**
 * A fact another subgraph must know, in the CloudEvents 1.0 envelope. It carries
 * identifiers, never what they stand for, unless that is published to everybody.
 */
export interface HubEvent {
  readonly specversion: "1.0";
  readonly id: string;
  /** Name of the subgraph where it happened. */
  readonly source: string;
  /** `<noun>.<past participle>`, for example `note.archived`. */
  readonly type: string;
  /** Identifier of the record it is about: events about one record arrive in order. */
  readonly subject: string;
  readonly time: string;
  readonly data: Readonly<Record<string, string | null>>;
}
