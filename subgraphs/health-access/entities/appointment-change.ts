import { randomUUID } from "node:crypto";
import { Entity, Enum, ManyToOne, PrimaryKey, Property, Trigger, Unique } from "@mikro-orm/decorators/legacy";
import { Field, ID, Int, ObjectType } from "type-graphql";
import type { PersonalRow } from "../../protection.ts";
import {
  type AppointmentCanceller,
  type AppointmentStatus,
  appointmentCancellers,
  appointmentStatuses,
} from "../policies/appointment-words.ts";
import { Appointment } from "./appointment.ts";
import { AppointmentCancellerEnum, AppointmentStatusEnum } from "./appointment-enums.ts";
import { neverRewritten } from "./never-rewritten.ts";
import { AppointmentsLogistics, OpaqueIdentifier } from "./protected-as.ts";

/** Appended with every status of an appointment, the first included; never rewritten. */
@AppointmentsLogistics
@ObjectType({ description: "One step in the history of an appointment." })
@Entity({ tableName: "appointment_change" })
@Trigger(neverRewritten)
@Unique({ properties: ["appointmentId", "version"] })
export class AppointmentChange implements PersonalRow {
  @OpaqueIdentifier
  @Field(() => ID, { description: "Opaque identifier of the step." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @ManyToOne(() => Appointment, { mapToPk: true, createForeignKeyConstraint: true, fieldName: "appointment_id" })
  appointmentId!: string;

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  /** The professional's stable identity: kept for the record, shown to nobody. */
  @Property({ type: "text" })
  authorSubject!: string;

  @AppointmentsLogistics
  @Field(() => Int, { nullable: true, description: "The version of the appointment it made." })
  @Property({ type: "integer" })
  version!: number;

  @AppointmentsLogistics
  @Field(() => AppointmentStatusEnum, { nullable: true, description: "The status it came to." })
  @Enum({ items: Object.keys(appointmentStatuses) })
  status!: AppointmentStatus;

  @AppointmentsLogistics
  @Field(() => AppointmentCancellerEnum, { nullable: true, description: "Who called it off, where somebody did." })
  @Enum({ items: Object.keys(appointmentCancellers), nullable: true })
  cancelledBy!: AppointmentCanceller | null;

  @AppointmentsLogistics
  @Field(() => Date, { nullable: true, description: "When it was recorded." })
  @Property({ type: "datetime", length: 3 })
  recordedAt!: Date;
}
