import { Entity, Index, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";

/**
 * That a change was made under a client's key. Hashes and identifiers alone: neither the key, nor who chose it, nor what
 * was answered can be read from it.
 */
@Entity({ tableName: "idempotency_key" })
export class IdempotencyKey {
  /** SHA-256 of who chose the key, the key and the place of the field; unique, so that whoever repeats it waits here. */
  @PrimaryKey({ type: "text" })
  id!: string;

  /** SHA-256 of what was asked. */
  @Property({ type: "text" })
  content!: string;

  /** Which records the payload was made of; see `kept-payload.ts`. */
  @Property({ type: "json", nullable: true })
  payload: unknown = null;

  @Index()
  @Property({ type: "datetime" })
  expiresAt!: Date;
}
