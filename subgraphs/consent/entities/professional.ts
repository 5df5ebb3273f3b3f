import { Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";

/** A member of an organisation; what she may do is read from her memberships at every request. */
@Entity({ tableName: "professional" })
export class Professional {
  @PrimaryKey({ type: "uuid" })
  id!: string;

  /** `<issuer alias>|<sub>` of her account. */
  @Property({ type: "text", unique: true })
  subject!: string;

  @Property({ type: "text" })
  displayName!: string;
}

/** A role held in an organisation over a period; ended, never deleted. */
@Entity({ tableName: "membership" })
export class Membership {
  @PrimaryKey({ type: "uuid" })
  id!: string;

  @Property({ type: "uuid" })
  professionalId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @Property({ type: "text" })
  role!: string;

  @Property({ type: "datetime", defaultRaw: "now()" })
  startedAt!: Date;

  @Property({ type: "datetime", nullable: true })
  endedAt!: Date | null;
}
