import { Field, ObjectType, Query, Resolver } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { ExtractLineKindEnum } from "../entities/enums.ts";
import { labelsByKind } from "../policies/plan-labels.ts";
import type { ExtractLineKind } from "../policies/support-words.ts";

@Public("The closed list is the same for everyone.")
@ObjectType({ description: "One entry of the closed list of words of health action plans." })
class PlanLabel {
  @Field(() => ExtractLineKindEnum, { description: "Whether it is a goal, a step or a constraint." })
  kind!: ExtractLineKind;

  @Field(() => String, { description: "Stable code to write plans with." })
  code!: string;

  @Field(() => String, { description: "The words read in the plan, in French." })
  label!: string;

  @Field(() => String, {
    description: "The words an extract shows instead, in French; often shared by several entries.",
  })
  labelInExtract!: string;
}

@Resolver()
export class PlanLabelsResolver {
  @Query(() => [PlanLabel], {
    nullable: true,
    description:
      "The closed list of words of health action plans, adapted from Carnet de bord (GIP Plateforme de l'inclusion, Apache-2.0).",
  })
  planLabels(): PlanLabel[] {
    return Object.entries(labelsByKind).flatMap(([kind, labels]) =>
      Object.entries(labels).map(([code, { label, inExtract }]) => ({
        kind: kind as ExtractLineKind,
        code,
        label,
        labelInExtract: inExtract,
      })),
    );
  }
}
