import { Entity, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";

/** What one organisation may be asked to share with another: no consent reaches beyond it. */
@Entity({ tableName: "data_sharing_agreement" })
export class DataSharingAgreement {
  @PrimaryKey({ type: "uuid" })
  id!: string;

  @Property({ type: "uuid" })
  sourceOrganizationId!: string;

  @Property({ type: "uuid" })
  granteeOrganizationId!: string;

  @Property({ type: "array" })
  purposes!: string[];

  @Property({ type: "array" })
  categories!: string[];

  @Property({ type: "array" })
  roles!: string[];

  @Property({ type: "datetime" })
  validFrom!: Date;

  @Property({ type: "datetime" })
  validTo!: Date;
}
