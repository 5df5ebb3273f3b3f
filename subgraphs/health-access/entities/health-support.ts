import { randomUUID } from "node:crypto";
import { Check, Entity, Enum, Index, ManyToOne, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Directive, Field, ID, ObjectType } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import type { PersonalRow } from "../../protection.ts";
import {
  type SupportOutcome,
  type SupportStatus,
  supportOutcomes,
  supportStatuses,
} from "../policies/support-words.ts";
import { SupportOutcomeEnum, SupportStatusEnum } from "./enums.ts";
import { CareNavigation, OpaqueIdentifier } from "./protected-as.ts";
import { Sector } from "./sector.ts";

/** Opened once for each accepted prescription; held by the association that accepted it. */
@CareNavigation
@Directive('@key(fields: "id")')
@ObjectType({
  description:
    "The accompaniment of a person towards care by an association, from the accepted prescription to its end.",
})
@Entity({ tableName: "health_support" })
@Index({ properties: ["organizationId", "openedOn", "id"] })
@Check({
  name: "health_support_ended",
  expression: "(status = 'ENDED') = (ended_on is not null) and (status = 'ENDED') = (outcome is not null)",
})
export class HealthSupport implements PersonalRow {
  @OpaqueIdentifier
  @Field(() => ID, { description: "Opaque identifier of the support." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @Index()
  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @Property({ type: "uuid", unique: true })
  prescriptionId!: string;

  /** The organisation that prescribed, which may be told of the outcome under consent. */
  @Property({ type: "uuid" })
  prescriberOrganizationId!: string;

  @CareNavigation
  @Field(() => SupportStatusEnum, { nullable: true, description: "How far the support has come." })
  @Enum({ items: Object.keys(supportStatuses) })
  status: SupportStatus = "OPEN";

  @CareNavigation
  @Field(() => DateScalar, { nullable: true, description: "The day the support was opened." })
  @Property({ type: "date" })
  openedOn!: string;

  @CareNavigation
  @Field(() => DateScalar, { nullable: true, description: "The day of its first act." })
  @Property({ type: "date", nullable: true })
  startedOn: string | null = null;

  @CareNavigation
  @Field(() => DateScalar, { nullable: true, description: "The day the support ended." })
  @Property({ type: "date", nullable: true })
  endedOn: string | null = null;

  @CareNavigation
  @Field(() => SupportOutcomeEnum, { nullable: true, description: "What became of it, once ended." })
  @Enum({ items: Object.keys(supportOutcomes), nullable: true })
  outcome: SupportOutcome | null = null;

  @ManyToOne(() => Sector, {
    mapToPk: true,
    createForeignKeyConstraint: true,
    fieldName: "sector_id",
    nullable: true,
  })
  sectorId: string | null = null;
}
