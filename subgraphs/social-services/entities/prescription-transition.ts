import { randomUUID } from "node:crypto";
import { Entity, Enum, ManyToOne, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import { Field, ID, ObjectType } from "type-graphql";
import type { PersonalRow } from "../../protection.ts";
import { type ActingRole, actingRoles } from "../policies/actor.ts";
import {
  type RecordedStatus,
  recordedStatuses,
  type StatusReason,
  statusReasons,
} from "../policies/prescription-words.ts";
import { ActingRoleEnum, PrescriptionStatusEnum, StatusReasonEnum } from "./enums.ts";
import { Prescription } from "./prescription.ts";
import { CareCoordination, OpaqueIdentifier } from "./rules.ts";

/** Appended with every status of a prescription, the first included; never rewritten. */
@CareCoordination()
@ObjectType({ description: "One step in the history of a prescription." })
@Entity({ tableName: "prescription_transition" })
@Unique({ properties: ["prescriptionId", "version"] })
export class PrescriptionTransition implements PersonalRow {
  @OpaqueIdentifier()
  @Field(() => ID, { description: "Opaque identifier of the step." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @ManyToOne(() => Prescription, { mapToPk: true, fieldName: "prescription_id" })
  prescriptionId!: string;

  /** The version of the prescription it made. */
  @Property({ type: "integer" })
  version!: number;

  @CareCoordination()
  @Field(() => PrescriptionStatusEnum, {
    nullable: true,
    description: "The status it left; absent for the first step.",
  })
  @Enum({ items: recordedStatuses, nullable: true })
  from!: RecordedStatus | null;

  @CareCoordination()
  @Field(() => PrescriptionStatusEnum, { nullable: true, description: "The status it came to." })
  @Enum({ items: recordedStatuses })
  to!: RecordedStatus;

  @CareCoordination()
  @Field(() => StatusReasonEnum, { nullable: true, description: "Why, when the status needs a reason." })
  @Enum({ items: Object.keys(statusReasons), nullable: true })
  reason!: StatusReason | null;

  @CareCoordination()
  @Field(() => Date, { nullable: true, description: "Instant at which it was recorded." })
  @Property({ type: "datetime", length: 3 })
  recordedAt!: Date;

  @CareCoordination()
  @Field(() => ActingRoleEnum, {
    nullable: true,
    description: "Role of the one who acted; absent when it follows from what the association recorded elsewhere.",
  })
  @Enum({ items: Object.keys(actingRoles), nullable: true })
  actorRole!: ActingRole | null;

  @Property({ type: "uuid" })
  actorOrganizationId!: string;
}
