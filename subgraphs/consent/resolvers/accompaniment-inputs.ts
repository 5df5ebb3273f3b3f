import { IsOptional, IsUUID, Matches } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { DateScalar } from "../../../kit/scalars.ts";
import { AccompanimentBasis, AccompanimentEndReason } from "../entities/accompaniment.ts";
import type {
  AccompanimentBasis as Basis,
  AccompanimentEndReason as EndReason,
} from "../policies/accompaniment-words.ts";

@InputType({ description: "Who is invited to accompany a person, and on what basis." })
export class InviteToAccompanyInput {
  @IsUUID()
  @Field(() => ID, { description: "A UUID you choose for this invitation: sending it again makes nothing twice." })
  requestKey!: string;

  @IsOptional()
  @IsUUID()
  @Field(() => ID, {
    nullable: true,
    description: "The person, when you are a professional who accompanies her; absent for yourself.",
  })
  person?: string | null;

  @IsOptional()
  @IsUUID()
  @Field(() => ID, {
    nullable: true,
    description: "The organisation that is invited; absent, when the person invites, for any of her territory.",
  })
  organization?: string | null;

  @Field(() => AccompanimentBasis, { defaultValue: "CONSENT", description: "On what basis it is to accompany her." })
  basis!: Basis;

  @IsOptional()
  @Matches(/^(\d{2}|2[AB]|97\d)$/)
  @Field(() => String, {
    nullable: true,
    description: "Code of the département whose organisations may join; absent for where she is accompanied now.",
  })
  departmentCode?: string | null;

  @IsOptional()
  @Matches(/^(\d{2}|2[AB])\d{3}$/)
  @Field(() => String, {
    nullable: true,
    description: "INSEE code of the commune where she lives, when whoever joins must work there.",
  })
  communeCode?: string | null;

  @Field(() => DateScalar, {
    nullable: true,
    description: "Day on which she agreed, today at the latest; a professional must say it.",
  })
  agreedOn?: string | null;
}

@InputType({ description: "The invitation to take up." })
export class JoinAccompanimentInput {
  @IsUUID()
  @Field(() => ID, { description: "The invitation, as `accompanimentInvitation` found it." })
  invitation!: string;
}

@InputType({ description: "The accompaniment to end." })
export class EndAccompanimentInput {
  @IsUUID()
  @Field(() => ID, { description: "The accompaniment." })
  accompaniment!: string;

  @Field(() => AccompanimentEndReason, {
    nullable: true,
    description: "Why it ends; a professional must say it, the person need not.",
  })
  reason?: EndReason | null;
}
