import { Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";

/** One import of one file: how far it came, so that a restart continues and a finished one is known. */
@Entity({ tableName: "directory_import" })
export class DirectoryImport {
  /** SHA-256 of the file and of the way it is read. */
  @PrimaryKey({ type: "text" })
  hash!: string;

  /** Rows of the file that are committed, those rejected included. */
  @Property({ type: "integer" })
  committedRows!: number;

  /** Counts so far, and the length of the report of rejected rows in bytes. */
  @Property({ type: "json" })
  progress!: unknown;

  @Property({ type: "datetime" })
  startedAt!: Date;

  @Property({ type: "datetime", nullable: true })
  finishedAt?: Date | null;
}
