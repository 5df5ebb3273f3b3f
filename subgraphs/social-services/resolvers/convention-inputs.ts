import {
  ArrayMaxSize,
  ArrayMinSize,
  IsOptional,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from "class-validator";
import { Field, Float, ID, InputType, Int } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import { ConventionTargetKindEnum } from "../entities/enums.ts";
import type { TargetKind } from "../policies/convention-words.ts";

@InputType({ description: "What one funder gives." })
export class ConventionFundingInput {
  @Length(1, 200)
  @Field(() => String, { description: "Who gives it." })
  funder!: string;

  @IsOptional()
  @IsUUID()
  @Field(() => ID, {
    nullable: true,
    description:
      "Its organisation in the hub, whose members then follow the convention in figures; absent when it has none.",
  })
  funderOrganization?: string | null;

  @Min(1)
  @Field(() => Int, { description: "How much, in cents of euro." })
  amountCents!: number;

  @Field(() => DateScalar, { nullable: true, description: "Day on which it is due." })
  dueOn?: string | null;

  @IsOptional()
  @Length(1, 500)
  @Field(() => String, { nullable: true, description: "On what condition; absent when there is none." })
  condition?: string | null;
}

@InputType({ description: "What a convention is to reach." })
export class ConventionTargetInput {
  @Field(() => ConventionTargetKindEnum, { description: "What is counted." })
  kind!: TargetKind;

  @Min(1)
  @Field(() => Int, { description: "How many there are to be at the end." })
  expected!: number;
}

@InputType({ description: "A convention of your organisation, as it was signed." })
export class RecordConventionInput {
  @IsUUID()
  @Field(() => ID, { description: "A UUID you choose for this convention: sending it again records nothing twice." })
  requestKey!: string;

  @Length(1, 200)
  @Field(() => String, { description: "Its name." })
  name!: string;

  @Field(() => DateScalar, { description: "First day of its period." })
  startsOn!: string;

  @Field(() => DateScalar, { description: "Last day of its period." })
  endsOn!: string;

  @Min(0)
  @Max(1000)
  @Field(() => Float, { description: "Posts it pays, in full-time equivalents, to the hundredth." })
  fullTimeEquivalents!: number;

  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @Matches(/^(\d{2}|2[AB]|97\d|(\d{2}|2[AB])\d{3}|\d{9})$/, { each: true })
  @Field(() => [String], {
    description: "INSEE codes of the départements or communes it covers, and SIREN numbers of intercommunalities.",
  })
  territoryCodes!: string[];

  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Field(() => [ConventionFundingInput], { description: "Who gives how much." })
  fundings!: ConventionFundingInput[];

  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Field(() => [ConventionTargetInput], { description: "What it is to reach." })
  targets!: ConventionTargetInput[];
}

@InputType({ description: "A funding whose condition is met." })
export class ConfirmFundingConditionInput {
  @Field(() => ID, { description: "The funding." })
  funding!: string;

  @Field(() => DateScalar, { nullable: true, description: "Day on which it was met; today when absent." })
  metOn?: string | null;
}

@InputType({ description: "How far a target has come." })
export class CountConventionTargetInput {
  @Field(() => ID, { description: "The target." })
  target!: string;

  @Min(0)
  @Field(() => Int, { description: "How many there were." })
  counted!: number;

  @Field(() => DateScalar, { nullable: true, description: "Day on which they were counted; today when absent." })
  countedOn?: string | null;
}
