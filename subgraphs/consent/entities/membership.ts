import { Entity, Enum, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { type Volet, volets } from "../../volets.ts";

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

  /** What kinds of work she does in it, where a health centre says so. */
  @Enum({ items: Object.keys(volets), array: true, default: [] })
  volets?: Volet[];

  @Property({ type: "datetime", defaultRaw: "now()" })
  startedAt!: Date;

  @Property({ type: "datetime", nullable: true })
  endedAt!: Date | null;
}
