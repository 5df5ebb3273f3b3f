import { randomUUID } from "node:crypto";
import { Entity, Enum, OneToOne, PrimaryKey, Property } from "@mikro-orm/decorators/legacy";
import { Field, ID, ObjectType } from "type-graphql";
import type { PersonalRow } from "../../protection.ts";
import { type OutcomeCode, outcomes } from "../policies/prescription-words.ts";
import { OutcomeEnum } from "./enums.ts";
import { Prescription } from "./prescription.ts";
import { OpaqueIdentifier, PrescriberFeedback } from "./rules.ts";

/**
 * Apart from the prescription because another organisation wrote it: held by the association that accompanied, so that the
 * prescriber reads it under the person's consent in force at that read. One that tells nothing is held by the prescriber.
 */
@PrescriberFeedback()
@ObjectType({ description: "What became of a prescribed health support, as the association tells the prescriber." })
@Entity({ tableName: "prescription_outcome" })
export class PrescriptionOutcome implements PersonalRow {
  @OpaqueIdentifier()
  @Field(() => ID, { description: "Opaque identifier of the outcome." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @OneToOne(() => Prescription, { mapToPk: true, fieldName: "prescription_id", owner: true })
  prescriptionId!: string;

  @PrescriberFeedback()
  @Field(() => OutcomeEnum, { nullable: true, description: "What became of it." })
  @Enum({ items: Object.keys(outcomes) })
  code!: OutcomeCode;

  @PrescriberFeedback()
  @Field(() => Date, { nullable: true, description: "Instant at which it was recorded." })
  @Property({ type: "datetime", length: 3 })
  recordedAt!: Date;
}
