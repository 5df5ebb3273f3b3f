import { ArrayMaxSize, IsOptional, IsUUID, Matches } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import { AgreementMediumEnum, MandateEndReasonEnum } from "../entities/enums.ts";
import type { AgreementMedium, MandateEndReason } from "../policies/file-words.ts";

const AREAS =
  "INSEE codes of the départements or communes it covers, and SIREN numbers of intercommunalities of the organisation's territory; none for all of it.";

@InputType({ description: "A mandate of référent for your organisation." })
export class GiveReferentMandateInput {
  @Field(() => ID, { description: "The person, whom your organisation accompanies." })
  person!: string;

  @IsOptional()
  @IsUUID()
  @Field(() => ID, { nullable: true, description: "The professional who takes it, when the hub knows her." })
  referent?: string | null;

  @ArrayMaxSize(100)
  @Matches(/^(\d{2}|2[AB]|97\d|(\d{2}|2[AB])\d{3}|\d{9})$/, { each: true })
  @Field(() => [String], { defaultValue: [], description: AREAS })
  areaCodes!: string[];

  @Field(() => DateScalar, { description: "Day on which the person agreed to this référent." })
  agreedOn!: string;

  @Field(() => AgreementMediumEnum, { description: "How she agreed." })
  agreementMedium!: AgreementMedium;
}

@InputType({ description: "A mandate of your organisation that another référent takes over." })
export class HandOverReferentMandateInput {
  @Field(() => ID, { description: "The active mandate of your organisation." })
  mandate!: string;

  @Field(() => ID, { description: "The organisation that takes over; yours when only the professional changes." })
  organization!: string;

  @IsOptional()
  @IsUUID()
  @Field(() => ID, { nullable: true, description: "The professional who takes it, when the hub knows her." })
  referent?: string | null;

  @ArrayMaxSize(100)
  @Matches(/^(\d{2}|2[AB]|97\d|(\d{2}|2[AB])\d{3}|\d{9})$/, { each: true })
  @Field(() => [String], { defaultValue: [], description: AREAS })
  areaCodes!: string[];

  @Field(() => DateScalar, { description: "Day on which the person agreed to this référent." })
  agreedOn!: string;

  @Field(() => AgreementMediumEnum, { description: "How she agreed." })
  agreementMedium!: AgreementMedium;
}

@InputType({ description: "A mandate of your organisation that ends without anyone taking over." })
export class EndReferentMandateInput {
  @Field(() => ID, { description: "The active mandate of your organisation." })
  mandate!: string;

  @Field(() => MandateEndReasonEnum, { description: "Why the person is left without référent." })
  reason!: MandateEndReason;

  @Field(() => DateScalar, { nullable: true, description: "Day on which it ends; today when absent." })
  endedOn?: string | null;
}
