import { IsOptional, IsUUID } from "class-validator";
import { Field, ID, InputType } from "type-graphql";
import type { DataCategory as Category, Purpose as PurposeWord, Role as RoleWord } from "../../protection.ts";
import { DataCategory, Purpose, Role } from "../entities/consent-words.ts";

@InputType({ description: "What the person opposes; what is left out is meant of all." })
export class RestrictSharingInput {
  @IsUUID()
  @Field(() => ID, { description: "A UUID you choose for this restriction: sending it again places nothing twice." })
  requestKey!: string;

  @IsOptional()
  @IsUUID()
  @Field(() => ID, { nullable: true, description: "The organisation that may not be shown it; absent for all." })
  organization?: string | null;

  @Field(() => Role, { nullable: true, description: "The role whose holders may not be shown it; absent for all." })
  role?: RoleWord | null;

  @IsOptional()
  @IsUUID()
  @Field(() => ID, { nullable: true, description: "The professional who may not be shown it; absent for all." })
  professional?: string | null;

  @Field(() => DataCategory, { nullable: true, description: "Which data; absent for all." })
  category?: Category | null;

  @Field(() => Purpose, { nullable: true, description: "For which purpose; absent for all." })
  purpose?: PurposeWord | null;

  @Field(() => Date, { nullable: true, description: "Until when; absent until it is lifted." })
  endsAt?: Date | null;
}

@InputType({ description: "The restriction to lift." })
export class LiftRestrictionInput {
  @IsUUID()
  @Field(() => ID, { description: "One of your restrictions." })
  restriction!: string;
}
