import { ArrayMaxSize, ArrayMinSize, IsOptional, IsUUID, Matches, ValidateNested } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { AssuranceLevel } from "../entities/consent-evidence.ts";
import { type AssuranceLevel as Assurance, EvidenceKind } from "../policies/evidence-kind.ts";
import { ApprovalInput, MOST_GRANTS, SHA256 } from "./consent-inputs.ts";

@InputType({ description: "How a professional received the person's decision." })
export class EvidenceInput {
  @Field(() => EvidenceKind, { description: "By what means; never by an account, which only its owner can show." })
  kind!: EvidenceKind;

  @IsOptional()
  @Matches(SHA256)
  @Field(() => String, {
    nullable: true,
    description: "SHA-256 of the signed document's bytes, in hexadecimal; required where there is one.",
  })
  artefactHash?: string | null;

  @Field(() => AssuranceLevel, { nullable: true, description: "How surely it is known who decided." })
  assurance?: Assurance | null;

  @Field(() => Boolean, { defaultValue: false, description: "Whether she was helped to understand." })
  isAssisted!: boolean;

  @Field(() => Boolean, { defaultValue: false, description: "Whether an interpreter was present." })
  isInterpreted!: boolean;
}

@InputType({ description: "The person's decision as a professional received it." })
export class AttestConsentInput {
  @IsUUID()
  @Field(() => ID, { description: "The offered consent." })
  consent!: string;

  @Matches(SHA256)
  @Field(() => String, { description: "SHA-256 of the notice she was shown, in hexadecimal." })
  noticeHash!: string;

  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_GRANTS)
  @ValidateNested({ each: true })
  @Field(() => [ApprovalInput], { description: "The permissions she chose; those left out end." })
  approvals!: ApprovalInput[];

  @ValidateNested()
  @Field(() => EvidenceInput, { description: "How it was received." })
  evidence!: EvidenceInput;
}
