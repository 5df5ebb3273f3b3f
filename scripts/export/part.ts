/** What became of one part of an export. */
export interface Part {
  readonly name: string;
  readonly title: string;
  /** Code of docs/errors.md when it could not be had whole. */
  readonly missing: string | null;
  readonly records: number;
}
