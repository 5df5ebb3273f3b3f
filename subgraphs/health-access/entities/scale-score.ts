import { Field, Int, ObjectType } from "type-graphql";
import type { PersonalRow } from "../../protection.ts";
import type { AssessmentScale } from "../policies/assessment-words.ts";
import { AssessmentScaleEnum } from "./assessment-enums.ts";
import { Evaluation } from "./protected-as.ts";

/** A score carries the record of its assessment, so that it is permitted exactly when that is. */
@Evaluation
@ObjectType({ description: "What the person rated one scale in an assessment." })
export class ScaleScore implements PersonalRow {
  readonly personId!: string;
  readonly organizationId!: string;

  @Evaluation
  @Field(() => AssessmentScaleEnum, { nullable: true, description: "What she rated." })
  readonly scale!: AssessmentScale;

  @Evaluation
  @Field(() => Int, { nullable: true, description: "Her score, from 0, not at all, to 10, wholly." })
  readonly score!: number;
}
