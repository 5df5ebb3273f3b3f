import { randomUUID } from "node:crypto";
import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import { Directive, Field, ID, Int, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import {
  type Attendance,
  attendances,
  type RegistrationStatus,
  registrationStatuses,
} from "../policies/workshop-words.ts";
import { TrainingSession } from "./training-session.ts";
import { AttendanceEnum, RegistrationStatusEnum } from "./workshop-enums.ts";

/** One for each professional and session: whoever comes again after all takes her turn anew. */
@Public("It names a professional in her office, not a person accompanied.")
@Directive('@key(fields: "id")')
@ObjectType({ description: "That a professional is registered for a training session." })
@Entity({ tableName: "training_registration" })
@Unique({ name: "training_registration_number", properties: ["sessionId", "number"] })
@Unique({ name: "training_registration_once", properties: ["sessionId", "account"] })
@Index({ properties: ["account"] })
export class TrainingRegistration {
  @Field(() => ID, { description: "Opaque identifier of the registration." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @ManyToOne(() => TrainingSession, { mapToPk: true, createForeignKeyConstraint: true, fieldName: "session_id" })
  sessionId!: string;

  /** Whose it is, as she signed in; the registry alone knows who that is. */
  @Directive("@inaccessible")
  @Field(() => ID, { description: "The account of the professional; travels between sources only." })
  @Property({ type: "text" })
  account!: string;

  /** The association that holds the session. */
  @Property({ type: "uuid" })
  organizationId!: string;

  /** The organisation she acts for. */
  @Property({ type: "uuid" })
  comesFor!: string;

  @Field(() => Int, { description: "In which order she came; who waits moves up in it." })
  @Property({ type: "integer" })
  number!: number;

  @Field(() => RegistrationStatusEnum, { description: "Whether she has a place." })
  @Enum({ items: Object.keys(registrationStatuses) })
  status!: RegistrationStatus;

  @Field(() => AttendanceEnum, { nullable: true, description: "Whether she came; absent until it is recorded." })
  @Enum({ items: Object.keys(attendances), nullable: true })
  attendance: Attendance | null = null;
}
