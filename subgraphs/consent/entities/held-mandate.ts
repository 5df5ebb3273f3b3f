import { Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";

/** That an organisation holds a person's mandate of référent, as social services told: it does not leave her before it is handed over or ended. */
@Entity({ tableName: "held_mandate" })
export class HeldMandate {
  /** Identifier of the mandate. */
  @PrimaryKey({ type: "uuid" })
  id!: string;

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @Property({ type: "datetime", nullable: true })
  endedAt!: Date | null;
}
