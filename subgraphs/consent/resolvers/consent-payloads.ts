import { Field, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { UserError } from "../../../kit/user-error.ts";
import { Consent } from "../entities/consent.ts";

@Public("It reports the viewer's own act.")
@ObjectType({ description: "What became of preparing a consent." })
export class DraftConsentPayload {
  @Field(() => Consent, { nullable: true, description: "The consent as it is now." })
  consent?: Consent | null;

  @Field(() => [UserError], { description: "Why nothing was changed; empty when it was." })
  userErrors!: UserError[];
}

@Public("It reports the viewer's own act.")
@ObjectType({ description: "What became of offering a consent." })
export class OfferConsentPayload {
  @Field(() => Consent, { nullable: true, description: "The consent as it is now." })
  consent?: Consent | null;

  @Field(() => [UserError], { description: "Why nothing was changed; empty when it was." })
  userErrors!: UserError[];
}

@Public("It reports the viewer's own act.")
@ObjectType({ description: "What became of giving a consent." })
export class GiveConsentPayload {
  @Field(() => Consent, { nullable: true, description: "The consent as it is now." })
  consent?: Consent | null;

  @Field(() => [UserError], { description: "Why nothing was changed; empty when it was." })
  userErrors!: UserError[];
}

@Public("It reports the viewer's own act.")
@ObjectType({ description: "What became of attesting a consent." })
export class AttestConsentPayload {
  @Field(() => Consent, { nullable: true, description: "The consent as it is now." })
  consent?: Consent | null;

  @Field(() => [UserError], { description: "Why nothing was changed; empty when it was." })
  userErrors!: UserError[];
}

@Public("It reports the viewer's own act.")
@ObjectType({ description: "What became of refusing a consent." })
export class RefuseConsentPayload {
  @Field(() => Consent, { nullable: true, description: "The consent as it is now." })
  consent?: Consent | null;

  @Field(() => [UserError], { description: "Why nothing was changed; empty when it was." })
  userErrors!: UserError[];
}

@Public("It reports the viewer's own act.")
@ObjectType({ description: "What became of withdrawing a consent." })
export class WithdrawConsentPayload {
  @Field(() => Consent, { nullable: true, description: "The consent as it is now." })
  consent?: Consent | null;

  @Field(() => [UserError], { description: "Why nothing was changed; empty when it was." })
  userErrors!: UserError[];
}
