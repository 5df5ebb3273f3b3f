import { Entity, Index, ManyToOne, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import { EmploymentContract } from "./employment-contract.ts";

/**
 * A link from a contract to the extract of a health action plan whose text the person approved for it. It hangs on the
 * contract, not on a version: amendments and renewals leave it alone. It is no GraphQL type, and no field of the
 * contract tells that it exists: whether it shows anything is decided where the extract is kept, at each read.
 */
@Entity({ tableName: "plan_link" })
@Unique({ properties: ["contractId"], where: "ended_at is null" })
@Index({ properties: ["extractId"] })
export class PlanLink {
  @PrimaryKey({ type: "uuid" })
  id!: string;

  @ManyToOne(() => EmploymentContract, { mapToPk: true, fieldName: "contract_id" })
  contractId!: string;

  @Property({ type: "uuid" })
  extractId!: string;

  /** Hash of the very text the person approved, as the consent names it. */
  @Property({ type: "text" })
  contentHash!: string;

  @Property({ type: "datetime" })
  linkedAt!: Date;

  @Property({ type: "datetime", nullable: true })
  endedAt: Date | null = null;
}
