import { ArrayMaxSize, IsOptional, Length, Matches } from "class-validator";
import { Field, InputType } from "type-graphql";
import { DateTimeScalar } from "../../../kit/scalars.ts";
import { NoSocialSecurityNumber } from "../../social-security-number.ts";
import { OutreachServiceEnum, StopFeeEnum } from "../entities/outreach-enums.ts";
import type { OutreachServiceCode, StopFee } from "../policies/outreach-words.ts";
import type { StopPlan } from "../policies/stop-plan.ts";

/** Five digits, the second of which is a letter in Corsica. */
export const INSEE_CODE = /^(\d{2}|2[AB])\d{3}$/;

@InputType({ description: "Where and when a mobile unit stops, and what it offers there; all of it is published." })
export class StopPlanInput implements StopPlan {
  @Length(1, 200)
  @NoSocialSecurityNumber()
  @Field(() => String, { description: "Name of the place, as people know it." })
  placeName!: string;

  @IsOptional()
  @Length(1, 200)
  @NoSocialSecurityNumber()
  @Field(() => String, { nullable: true, description: "Number and street, when it has one." })
  address?: string | null;

  @Matches(INSEE_CODE)
  @Field(() => String, { description: "INSEE code of the commune, for example 62193; it is not the postal code." })
  communeCode!: string;

  @Field(() => DateTimeScalar, { description: "When the team is there from, on the day of the round." })
  startsAt!: Date;

  @Field(() => DateTimeScalar, { description: "When the team leaves, on the day of the round." })
  endsAt!: Date;

  @ArrayMaxSize(10)
  @Field(() => [OutreachServiceEnum], { description: "What is offered there, one service at least." })
  services!: OutreachServiceCode[];

  @Field(() => Boolean, { description: "Whether the team is received in a partner's premises." })
  isAtPartnerPremises!: boolean;

  @Field(() => StopFeeEnum, {
    nullable: true,
    description: "Whether it costs something; the directory is told only what is said here.",
  })
  fee?: StopFee | null;
}
