import { ArrayMaxSize, ArrayMinSize, IsUUID, Max, Min, ValidateNested } from "class-validator";
import { Arg, Ctx, Field, FieldResolver, ID, InputType, Int, Mutation, ObjectType, Resolver, Root } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import { UserError } from "../../../kit/user-error.ts";
import type { HealthAccessContext } from "../context.ts";
import { AssessmentMomentEnum, AssessmentScaleEnum } from "../entities/assessment-enums.ts";
import { HealthSupport } from "../entities/health-support.ts";
import { Evaluation, OwnAct } from "../entities/protected-as.ts";
import { ScaleEffect } from "../entities/scale-effect.ts";
import { ScaleScore } from "../entities/scale-score.ts";
import { SupportAssessment } from "../entities/support-assessment.ts";
import {
  type AssessmentMoment,
  type AssessmentScale,
  assessmentScales,
  effectsOf,
  HIGHEST_SCORE,
} from "../policies/assessment-words.ts";
import { type RecordSupportAssessment, recordSupportAssessment } from "../services/record-support-assessment.ts";
import { change } from "./change.ts";

@InputType({ description: "What the person rated one scale." })
class ScaleScoreInput {
  @Field(() => AssessmentScaleEnum, { description: "What she rated." })
  scale!: AssessmentScale;

  @Min(0)
  @Max(HIGHEST_SCORE)
  @Field(() => Int, { description: "Her score, from 0, not at all, to 10, wholly." })
  score!: number;
}

@InputType({ description: "What a person said of where she stands." })
class RecordSupportAssessmentInput implements RecordSupportAssessment {
  @IsUUID()
  @Field(() => String, {
    description: "A uuid you choose once for this act: sent again, it finds the same assessment.",
  })
  requestKey!: string;

  @Field(() => ID, { description: "The health support." })
  healthSupport!: string;

  @Field(() => AssessmentMomentEnum, { description: "When in the support it was." })
  moment!: AssessmentMoment;

  @Field(() => DateScalar, { description: "The day she said so, today at the latest." })
  assessedOn!: string;

  @ArrayMinSize(1)
  @ArrayMaxSize(Object.keys(assessmentScales).length)
  @ValidateNested()
  @Field(() => [ScaleScoreInput], { description: "What she rated; a scale she would not rate is left out." })
  scores!: ScaleScoreInput[];

  @Field(() => ID, {
    nullable: true,
    description: "The assessment of the same support that this one corrects; both stay.",
  })
  corrects?: string | null;
}

@OwnAct
@ObjectType({ description: "What recording an assessment gave." })
class RecordSupportAssessmentPayload {
  @Field(() => SupportAssessment, { nullable: true, description: "The recorded assessment." })
  supportAssessment?: SupportAssessment;

  @Field(() => [UserError], { description: "Why nothing was changed; empty when it was." })
  userErrors!: UserError[];
}

@Resolver(() => SupportAssessment)
export class SupportAssessmentResolver {
  @Mutation(() => RecordSupportAssessmentPayload, {
    nullable: true,
    description: "Records what a person said of where she stands, once; a correction is an assessment of its own.",
  })
  recordSupportAssessment(
    @Arg("input", () => RecordSupportAssessmentInput, { description: "The assessment." })
    input: RecordSupportAssessmentInput,
    @Ctx() context: HealthAccessContext,
  ) {
    return change(context, () => recordSupportAssessment(context, input));
  }

  @Evaluation
  @FieldResolver(() => [ScaleScore], { nullable: true, description: "What she rated, in the order of the scales." })
  scores(@Root() { personId, organizationId, scores }: SupportAssessment): ScaleScore[] {
    const scales = Object.keys(assessmentScales) as AssessmentScale[];
    return scales.flatMap((scale) => {
      const score = scores[scale];
      return score === undefined ? [] : [{ personId, organizationId, scale, score }];
    });
  }

  @Evaluation
  @FieldResolver(() => SupportAssessment, { nullable: true, description: "The assessment that this one corrects." })
  async corrects(@Root() { supportId, correctsId }: SupportAssessment, @Ctx() { assessments }: HealthAccessContext) {
    return correctsId ? (await assessments.ofSupport.load(supportId)).find(({ id }) => id === correctsId) : null;
  }
}

@Resolver(() => HealthSupport)
export class AssessmentsOfSupportResolver {
  @Evaluation
  @FieldResolver(() => [SupportAssessment], {
    nullable: true,
    description: "Where the person said she stood, in the order of days, those corrected since included.",
  })
  assessments(@Root() { id }: HealthSupport, @Ctx() { assessments }: HealthAccessContext) {
    return assessments.ofSupport.load(id);
  }

  @Evaluation
  @FieldResolver(() => [ScaleEffect], {
    nullable: true,
    description: "How each scale she rated moved, from the assessments that stand.",
  })
  async effects(
    @Root() { id, personId, organizationId }: HealthSupport,
    @Ctx() { assessments }: HealthAccessContext,
  ): Promise<ScaleEffect[]> {
    const standing = await assessments.standingOf(id);
    return effectsOf(standing).map((effect) => ({ personId, organizationId, ...effect }));
  }
}
