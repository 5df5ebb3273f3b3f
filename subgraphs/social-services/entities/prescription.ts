import { randomUUID } from "node:crypto";
import { Entity, Enum, Index, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import { Directive, Field, ID, ObjectType } from "type-graphql";
import type { PersonalRow } from "../../protection.ts";
import {
  type PrescriptionReason,
  prescriptionReasons,
  type RecordedStatus,
  recordedStatuses,
  type StatusReason,
  statusReasons,
} from "../policies/prescription-words.ts";
import { PrescriptionReasonEnum, StatusReasonEnum } from "./enums.ts";
import { CareCoordination, OpaqueIdentifier } from "./rules.ts";

/** Never a drug. Held by the prescriber's organisation and addressed to another, which reads it under the person's consent. */
@CareCoordination()
@Directive('@key(fields: "id")')
@ObjectType({ description: "A health support prescribed to a person by a social worker; never a drug." })
@Entity({ tableName: "prescription" })
@Unique({ properties: ["organizationId", "requestKey"] })
@Index({ properties: ["personId"] })
@Index({ properties: ["organizationId", "requestedAt", "id"] })
@Index({ properties: ["recipientOrganizationId", "requestedAt", "id"] })
export class Prescription implements PersonalRow {
  @OpaqueIdentifier()
  @Field(() => ID, { description: "Opaque identifier of the prescription." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @Property({ type: "uuid" })
  recipientOrganizationId!: string;

  /** Chosen by the client, so that a retry finds the first attempt. */
  @Property({ type: "uuid" })
  requestKey!: string;

  @CareCoordination()
  @Field(() => [PrescriptionReasonEnum], {
    nullable: true,
    description: "Why it is prescribed, without any diagnosis.",
  })
  @Enum({ items: Object.keys(prescriptionReasons), array: true })
  reasons!: PrescriptionReason[];

  @CareCoordination()
  @Field(() => String, { nullable: true, description: "What the prescriber adds in words." })
  @Property({ type: "text", nullable: true })
  note!: string | null;

  /** As written; EXPIRED follows from the clock. */
  @Enum({ items: recordedStatuses })
  recordedStatus!: RecordedStatus;

  @CareCoordination()
  @Field(() => StatusReasonEnum, { nullable: true, description: "Why it was refused, interrupted or taken back." })
  @Enum({ items: Object.keys(statusReasons), nullable: true })
  statusReason!: StatusReason | null;

  @CareCoordination()
  @Field(() => Date, { nullable: true, description: "Instant at which it was sent." })
  @Property({ type: "datetime", length: 3 })
  requestedAt!: Date;

  /** The prescription another association handed over; one is handed over once. */
  @Property({ type: "uuid", nullable: true, unique: true })
  partOfId: string | null = null;

  /** Counts the steps of its history. */
  @Property({ type: "integer" })
  version!: number;
}
