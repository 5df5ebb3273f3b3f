import { randomUUID } from "node:crypto";
import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import { Field, ID, Int, ObjectType } from "type-graphql";
import type { PersonalRow } from "../../protection.ts";
import {
  type Attendance,
  attendances,
  type RegistrationStatus,
  registrationStatuses,
} from "../policies/workshop-words.ts";
import { HealthObservation, OpaqueIdentifier } from "./protected-as.ts";
import { AttendanceEnum, RegistrationStatusEnum } from "./workshop-enums.ts";
import { WorkshopSession } from "./workshop-session.ts";

/** Whoever comes to a workshop on chronic pain says something of her health: it is guarded like an observation. */
@HealthObservation
@ObjectType({ description: "That a person is registered for a session of a workshop." })
@Entity({ tableName: "workshop_registration" })
@Unique({ name: "workshop_registration_number", properties: ["sessionId", "number"] })
export class WorkshopRegistration implements PersonalRow {
  @OpaqueIdentifier
  @Field(() => ID, { description: "Opaque identifier of the registration." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @ManyToOne(() => WorkshopSession, { mapToPk: true, createForeignKeyConstraint: true, fieldName: "session_id" })
  sessionId!: string;

  @Index()
  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @HealthObservation
  @Field(() => Int, { nullable: true, description: "In which order she came; who waits moves up in it." })
  @Property({ type: "integer" })
  number!: number;

  @HealthObservation
  @Field(() => RegistrationStatusEnum, { nullable: true, description: "Whether she has a place." })
  @Enum({ items: Object.keys(registrationStatuses) })
  status!: RegistrationStatus;

  @HealthObservation
  @Field(() => AttendanceEnum, { nullable: true, description: "Whether she came; absent until it is recorded." })
  @Enum({ items: Object.keys(attendances), nullable: true })
  attendance: Attendance | null = null;
}
