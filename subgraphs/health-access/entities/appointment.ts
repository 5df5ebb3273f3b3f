import { randomUUID } from "node:crypto";
import { Check, Entity, Enum, Index, ManyToOne, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import { Field, ID, Int, ObjectType } from "type-graphql";
import type { PersonalRow } from "../../protection.ts";
import {
  type AppointmentCanceller,
  type AppointmentStatus,
  appointmentCancellers,
  appointmentStatuses,
  type Companion,
  companions,
} from "../policies/appointment-words.ts";
import { AppointmentCancellerEnum, AppointmentStatusEnum, CompanionEnum } from "./appointment-enums.ts";
import { HealthSupport } from "./health-support.ts";
import { AppointmentsLogistics, OpaqueIdentifier } from "./protected-as.ts";

/**
 * When it is and whether it was kept are logistics. Where it leads to tells what care it is: that follows the rule of the
 * plan, so that whoever may know of appointments learns no specialty from them.
 */
@AppointmentsLogistics
@ObjectType({ description: "An appointment of a person towards care, planned within a health support." })
@Entity({ tableName: "appointment" })
@Unique({ properties: ["organizationId", "requestKey"] })
@Index({ properties: ["organizationId", "startsAt", "id"] })
@Index({ properties: ["supportId", "startsAt"] })
@Check({ name: "appointment_cancelled_by", expression: "status <> 'CANCELLED' or cancelled_by is not null" })
export class Appointment implements PersonalRow {
  @OpaqueIdentifier
  @Field(() => ID, { description: "Opaque identifier of the appointment." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @ManyToOne(() => HealthSupport, { mapToPk: true, createForeignKeyConstraint: true, fieldName: "support_id" })
  supportId!: string;

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  /** Chosen by the client, so that a retry finds the first attempt. */
  @Property({ type: "uuid" })
  requestKey!: string;

  @AppointmentsLogistics
  @Field(() => Date, { nullable: true, description: "When it begins." })
  @Property({ type: "datetime", length: 3 })
  startsAt!: Date;

  /** Key of a care offer in the directory. */
  @Property({ type: "text", nullable: true })
  careOfferId!: string | null;

  @AppointmentsLogistics
  @Field(() => CompanionEnum, { nullable: true, description: "Who goes there with her." })
  @Enum({ items: Object.keys(companions) })
  accompaniedBy!: Companion;

  @AppointmentsLogistics
  @Field(() => AppointmentStatusEnum, { nullable: true, description: "Where it stands." })
  @Enum({ items: Object.keys(appointmentStatuses) })
  status!: AppointmentStatus;

  @AppointmentsLogistics
  @Field(() => AppointmentCancellerEnum, { nullable: true, description: "Who called it off, where somebody did." })
  @Enum({ items: Object.keys(appointmentCancellers), nullable: true })
  cancelledBy!: AppointmentCanceller | null;

  @AppointmentsLogistics
  @Field(() => Int, { nullable: true, description: "Number of its last change, to pass when changing it." })
  @Property({ type: "integer" })
  version!: number;

  @AppointmentsLogistics
  @Field(() => Date, { nullable: true, description: "When it was changed last." })
  @Property({ type: "datetime", length: 3 })
  changedAt!: Date;

  /** The appointment this one was put off from. */
  @Property({ type: "uuid", nullable: true, unique: true })
  replacesId!: string | null;
}
