import { randomUUID } from "node:crypto";
import { Entity, Enum, ManyToOne, PrimaryKey, Property, Unique } from "@mikro-orm/decorators/legacy";
import { Field, ID, ObjectType } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import type { PersonalRow } from "../../protection.ts";
import { type HousingStage, housingStages } from "../policies/barrier-action-words.ts";
import { Barrier } from "./barrier.ts";
import { HousingStageEnum } from "./enums.ts";
import { OpaqueIdentifier, SocialFollowUp } from "./rules.ts";

/** Appended as the threat to a home goes on or is averted; never rewritten. */
@SocialFollowUp()
@ObjectType({ description: "A stage that a barrier of kind HOUSING has reached, and since when." })
@Entity({ tableName: "housing_stage_reached" })
@Unique({ properties: ["barrierId", "stage", "reachedOn"] })
export class HousingStageReached implements PersonalRow {
  @OpaqueIdentifier()
  @Field(() => ID, { description: "Opaque identifier of the stage reached." })
  @PrimaryKey({ type: "uuid" })
  id: string = randomUUID();

  @Property({ type: "uuid" })
  personId!: string;

  @Property({ type: "uuid" })
  organizationId!: string;

  @ManyToOne(() => Barrier, { mapToPk: true, fieldName: "barrier_id" })
  barrierId!: string;

  @SocialFollowUp()
  @Field(() => HousingStageEnum, { nullable: true, description: "How far it has come." })
  @Enum({ items: Object.keys(housingStages) })
  stage!: HousingStage;

  @SocialFollowUp()
  @Field(() => DateScalar, { nullable: true, description: "Day on which it came so far." })
  @Property({ type: "date" })
  reachedOn!: string;

  @SocialFollowUp()
  @Field(() => Date, { nullable: true, description: "Instant at which it was recorded." })
  @Property({ type: "datetime", length: 3 })
  recordedAt!: Date;
}
