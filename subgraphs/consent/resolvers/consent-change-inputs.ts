import { ArrayMaxSize, ArrayMinSize, IsOptional, IsUUID, Matches, ValidateNested } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import { MOST_GRANTS, SHA256 } from "./consent-inputs.ts";

@InputType({ description: "The consent to cancel." })
export class CancelConsentInput {
  @IsUUID()
  @Field(() => ID, { description: "The consent, prepared or offered and not yet decided." })
  consent!: string;
}

@InputType({ description: "The consent to pause." })
export class SuspendConsentInput {
  @IsUUID()
  @Field(() => ID, { description: "The consent in force." })
  consent!: string;
}

@InputType({ description: "The person's own decision to let a suspended consent hold again." })
export class ReconfirmConsentInput {
  @IsUUID()
  @Field(() => ID, { description: "The suspended consent." })
  consent!: string;

  @Matches(SHA256)
  @Field(() => String, { description: "SHA-256 of the notice in force, which she read, in hexadecimal." })
  noticeHash!: string;
}

@InputType({ description: "A permission that ends at once or sooner than it would." })
export class NarrowGrantInput {
  @IsUUID()
  @Field(() => ID, { description: "The permission." })
  grant!: string;

  @Field(() => Date, { nullable: true, description: "The nearer instant of its end; absent to end it at once." })
  notAfter?: Date | null;
}

@InputType({ description: "What is left out of a consent from now on." })
export class NarrowConsentInput {
  @IsUUID()
  @Field(() => ID, { description: "The consent." })
  consent!: string;

  @Field(() => Date, { nullable: true, description: "The nearer instant from which nothing is permitted any more." })
  notAfter?: Date | null;

  @IsOptional()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_GRANTS)
  @ValidateNested({ each: true })
  @Field(() => [NarrowGrantInput], { nullable: true, description: "The permissions to end or to shorten." })
  grants?: NarrowGrantInput[] | null;
}

@InputType({ description: "The consent to declare invalid, and by which decision." })
export class InvalidateConsentInput {
  @IsUUID()
  @Field(() => ID, { description: "The consent given." })
  consent!: string;

  @Matches(/^[\p{L}\p{N}][\p{L}\p{N} ./_-]{0,79}$/u)
  @Field(() => String, { description: "Number of the decision or case, of at most 80 letters and digits; no name." })
  reference!: string;
}
