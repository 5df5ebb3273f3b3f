import { Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";

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
