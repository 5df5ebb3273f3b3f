import { Entity, Index, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";

/** That a prescription for a person was addressed to an organisation, as social services told: what may confirm why it accompanies her. */
@Entity({ tableName: "addressed_prescription" })
@Index({ name: "addressed_prescription_by_person", properties: ["personId", "organizationId"] })
export class AddressedPrescription {
  /** Identifier of the prescription. */
  @PrimaryKey({ type: "uuid" })
  id!: string;

  @Property({ type: "uuid" })
  personId!: string;

  /** The organisation it was addressed to. */
  @Property({ type: "uuid" })
  organizationId!: string;
}
