import { ArrayMaxSize, IsOptional, Length, Max, Min } from "class-validator";
import { Field, Float, InputType } from "type-graphql";
import { DateScalar } from "../../../../kit/scalars.ts";
import type { Terms } from "../../policies/terms.ts";

const MOST_COMMITMENTS = 30;
const LONGEST_COMMITMENT = 500;
const MOST_WEEKLY_HOURS = 39;

@InputType({ description: "What the parties agree, stated whole: nothing is carried over from earlier terms." })
export class ContractTermsInput implements Terms {
  @Field(() => DateScalar, { description: "Last day of the contract under these terms." })
  endsOn!: string;

  @IsOptional()
  @Min(0)
  @Max(MOST_WEEKLY_HOURS)
  @Field(() => Float, {
    nullable: true,
    defaultValue: null,
    description: "Hours of activity a week, from 0 to 39; a contrat d'engagement sets at least 15 unless adjusted.",
  })
  weeklyHours!: number | null;

  @Field(() => Boolean, {
    defaultValue: false,
    description: "Whether the hours are lowered on justified grounds; never write the grounds anywhere.",
  })
  isHoursAdjusted!: boolean;

  @ArrayMaxSize(MOST_COMMITMENTS)
  @Length(1, LONGEST_COMMITMENT, { each: true })
  @Field(() => [String], {
    description: "What the parties agree to do, one act a line, at most 30; nothing about health belongs here.",
  })
  commitments!: string[];
}
