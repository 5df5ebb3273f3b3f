import { Entity, Index, ManyToOne, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { PlanExtract } from "./plan-extract.ts";

/**
 * That a contract held elsewhere names an extract, as those who hold contracts told: whoever may read a later extract of the same
 * plan is shown which contract to link it to. It is shown to nobody by itself.
 */
@Entity({ tableName: "linked_plan" })
@Index({ properties: ["extractId"] })
@Index({ properties: ["personId"] })
export class LinkedPlan {
  /** Identifier of the link. */
  @PrimaryKey({ type: "uuid" })
  id!: string;

  @Property({ type: "uuid" })
  contractId!: string;

  @ManyToOne(() => PlanExtract, { mapToPk: true, createForeignKeyConstraint: true, fieldName: "extract_id" })
  extractId!: string;

  @Property({ type: "uuid" })
  personId!: string;

  /** The association that holds the extract. */
  @Property({ type: "uuid" })
  organizationId!: string;

  /** The organisation that holds the contract. */
  @Property({ type: "uuid" })
  recipientOrganizationId!: string;

  @Property({ type: "datetime", nullable: true })
  endedAt: Date | null = null;
}
