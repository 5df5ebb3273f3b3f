import { Field, Int, ObjectType } from "type-graphql";
import type { PersonalRow } from "../../protection.ts";
import type { AssessmentScale } from "../policies/assessment-words.ts";
import { AssessmentScaleEnum } from "./assessment-enums.ts";
import { Evaluation } from "./protected-as.ts";

/** Stored nowhere: it follows from the assessments at the read that shows it. */
@Evaluation
@ObjectType({ description: "How one scale moved from the first to the last assessment of a health support." })
export class ScaleEffect implements PersonalRow {
  readonly personId!: string;
  readonly organizationId!: string;

  @Evaluation
  @Field(() => AssessmentScaleEnum, { nullable: true, description: "What she rated." })
  readonly scale!: AssessmentScale;

  @Evaluation
  @Field(() => Int, { nullable: true, description: "Her first score, from 0 to 10." })
  readonly first!: number;

  @Evaluation
  @Field(() => Int, { nullable: true, description: "Her last score, from 0 to 10; absent while she gave one only." })
  readonly last!: number | null;

  @Evaluation
  @Field(() => Int, { nullable: true, description: "The last score less the first, from -10 to 10." })
  readonly change!: number | null;
}
