import { Field, Float, ObjectType } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import type { PersonalRow } from "../../protection.ts";
import type { ExtractLine } from "../policies/extract-content.ts";
import type { ExtractLineKind } from "../policies/support-words.ts";
import { ExtractLineKindEnum } from "./enums.ts";
import { EmploymentExtract } from "./protected-as.ts";

/** A line carries the record of its extract, so that it is permitted exactly when its extract is. */
@EmploymentExtract
@ObjectType({ description: "One line of an extract, in words of the closed list." })
export class PlanExtractLine implements PersonalRow, ExtractLine {
  personId!: string;
  organizationId!: string;
  consentResource!: string;
  contentHash!: string;

  @EmploymentExtract
  @Field(() => ExtractLineKindEnum, { nullable: true, description: "Whether it is a goal, a step or a constraint." })
  kind!: ExtractLineKind;

  @EmploymentExtract
  @Field(() => String, { nullable: true, description: "The words, in French, as the person approves them." })
  label!: string;

  @EmploymentExtract
  @Field(() => DateScalar, { nullable: true, description: "The day it starts." })
  startsOn!: string | null;

  @EmploymentExtract
  @Field(() => DateScalar, { nullable: true, description: "The day it ends." })
  endsOn!: string | null;

  @EmploymentExtract
  @Field(() => Float, { nullable: true, description: "Hours a week it takes." })
  weeklyHours!: number | null;
}
