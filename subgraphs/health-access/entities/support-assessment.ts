import { randomUUID } from "node:crypto";
import { Entity, Enum, Index, ManyToOne, PrimaryKey, Property, Trigger, Unique } from "@mikro-orm/decorators/legacy";
import { Field, ID, ObjectType } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import type { PersonalRow } from "../../protection.ts";
import { type AssessmentMoment, assessmentMoments, type Scores } from "../policies/assessment-words.ts";
import { AssessmentMomentEnum } from "./assessment-enums.ts";
import { HealthSupport } from "./health-support.ts";
import { neverRewritten } from "./never-rewritten.ts";
import { Evaluation, OpaqueIdentifier } from "./protected-as.ts";

/** Never edited: a correction is an assessment of its own, which names the one it stands for. */
@Evaluation
@ObjectType({ description: "Where the person said she stood at one moment of a health support, on scales of her own." })
@Entity({ tableName: "support_assessment" })
@Trigger(neverRewritten)
@Unique({ properties: ["organizationId", "requestKey"] })
@Index({ properties: ["supportId", "assessedOn"] })
export class SupportAssessment implements PersonalRow {
  @OpaqueIdentifier
  @Field(() => ID, { description: "Opaque identifier of the assessment." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @ManyToOne(() => HealthSupport, { mapToPk: true, createForeignKeyConstraint: true, fieldName: "support_id" })
  supportId!: string;

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  /** The professional's stable identity: kept for the record, shown to nobody. */
  @Property({ type: "text" })
  authorSubject!: string;

  /** Chosen by the client, so that a retry finds the first attempt. */
  @Property({ type: "uuid" })
  requestKey!: string;

  @Evaluation
  @Field(() => AssessmentMomentEnum, { nullable: true, description: "When in the support it was." })
  @Enum({ items: Object.keys(assessmentMoments) })
  moment!: AssessmentMoment;

  @Evaluation
  @Field(() => DateScalar, { nullable: true, description: "The day she said so." })
  @Property({ type: "date" })
  assessedOn!: string;

  @Property({ type: "json" })
  scores!: Scores;

  @Property({ type: "datetime", length: 3 })
  recordedAt!: Date;

  /** The assessment this one corrects; one is corrected once. */
  @Property({ type: "uuid", nullable: true, unique: true })
  correctsId: string | null = null;
}
