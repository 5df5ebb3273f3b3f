import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsIn,
  IsOptional,
  IsUUID,
  Matches,
  ValidateNested,
} from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import type { DataCategory as Category, Purpose as PurposeWord } from "../../protection.ts";
import { DataCategory, GrantOperation, Purpose } from "../entities/consent-words.ts";
import { type NoticeLanguage, noticeLanguages } from "../policies/notice-text.ts";

export const MOST_GRANTS = 20;
export const SHA256 = /^[0-9a-f]{64}$/;

@InputType({ description: "One permission to ask for." })
export class GrantInput {
  @IsOptional()
  @IsUUID()
  @Field(() => ID, {
    nullable: true,
    description:
      "The organisation that holds the data: yours, when left out. Of another you may ask for what your own would receive, unless those who hold contracts would read it.",
  })
  source?: string | null;

  @IsUUID()
  @Field(() => ID, { description: "The organisation that would receive the data." })
  recipient!: string;

  @Field(() => Purpose, { description: "What the data would be used for." })
  purpose!: PurposeWord;

  @Field(() => DataCategory, { description: "Which data it is about." })
  category!: Category;

  @ArrayMinSize(1)
  @ArrayUnique()
  @Field(() => [GrantOperation], { description: "What the recipient might do with it." })
  operations!: GrantOperation[];

  @IsOptional()
  @IsUUID()
  @Field(() => ID, {
    nullable: true,
    description: "The one record it would be limited to; required towards a contract.",
  })
  resource?: string | null;

  @IsOptional()
  @Matches(SHA256)
  @Field(() => String, {
    nullable: true,
    description: "SHA-256 of the exact content, in hexadecimal; required towards a contract.",
  })
  contentHash?: string | null;
}

@InputType({ description: "What a professional prepares for the person to decide." })
export class DraftConsentInput {
  @IsUUID()
  @Field(() => ID, { description: "A UUID you choose for this consent: sending it again prepares nothing twice." })
  requestKey!: string;

  @IsUUID()
  @Field(() => ID, { description: "The person who would decide." })
  person!: string;

  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_GRANTS)
  @ValidateNested({ each: true })
  @Field(() => [GrantInput], { description: "The permissions to ask for, each to be chosen by itself." })
  grants!: GrantInput[];

  @Field(() => Date, {
    nullable: true,
    description: "The instant from which nothing would be permitted any more, at most twelve months away.",
  })
  notAfter?: Date | null;

  @IsOptional()
  @IsUUID()
  @Field(() => ID, {
    nullable: true,
    description: "A consent of hers, asked for by your organisation, that ends when she gives this one.",
  })
  replaces?: string | null;
}

@InputType({ description: "The consent to show to the person." })
export class OfferConsentInput {
  @IsUUID()
  @Field(() => ID, { description: "The prepared consent." })
  consent!: string;

  @IsIn(noticeLanguages)
  @Field(() => String, {
    defaultValue: "fr",
    description: "In which language she reads the notice: `fr`, or `fr-falc` for French that is easy to read.",
  })
  language!: NoticeLanguage;
}

@InputType({ description: "One permission the person chooses." })
export class ApprovalInput {
  @IsUUID()
  @Field(() => ID, { description: "The permission." })
  grant!: string;

  @IsOptional()
  @Matches(SHA256)
  @Field(() => String, {
    nullable: true,
    description: "SHA-256 of the exact content she read, where the permission has one.",
  })
  contentHash?: string | null;
}

@InputType({ description: "The decision to give a consent, of the person or of who stands for her." })
export class GiveConsentInput {
  @IsUUID()
  @Field(() => ID, { description: "The offered consent." })
  consent!: string;

  @Matches(SHA256)
  @Field(() => String, { description: "SHA-256 of the notice she read, in hexadecimal." })
  noticeHash!: string;

  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_GRANTS)
  @ValidateNested({ each: true })
  @Field(() => [ApprovalInput], { description: "The permissions she chooses; those left out end." })
  approvals!: ApprovalInput[];
}

@InputType({ description: "The consent the person refuses." })
export class RefuseConsentInput {
  @IsUUID()
  @Field(() => ID, { description: "The offered consent." })
  consent!: string;
}

@InputType({ description: "The consent to end." })
export class WithdrawConsentInput {
  @IsUUID()
  @Field(() => ID, { description: "The consent, in whatever state." })
  consent!: string;

  @IsOptional()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_GRANTS)
  @IsUUID(undefined, { each: true })
  @Field(() => [ID], { nullable: true, description: "Only these permissions of it; absent for the whole." })
  grants?: string[] | null;
}
