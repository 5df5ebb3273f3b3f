import { Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";

/** That an organisation accompanies a person, and on what ground: it may then know who she is. */
@Entity({ tableName: "accompaniment" })
export class Accompaniment {
  @PrimaryKey({ type: "uuid" })
  id!: string;

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  /** MANDATE, PRESCRIPTION or CONSENT. */
  @Property({ type: "text" })
  basis!: string;

  @Property({ type: "date" })
  startedOn!: string;

  @Property({ type: "date", nullable: true })
  endedOn!: string | null;
}
