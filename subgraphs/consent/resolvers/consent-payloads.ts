import { type ClassType, Field, ID, ObjectType } from "type-graphql";
import { Public } from "../../../kit/public.ts";
import { UserError } from "../../../kit/user-error.ts";
import { Consent } from "../entities/consent.ts";
import { Restriction } from "../entities/restriction.ts";

const OWN_ACT = "It reports the viewer's own act.";
const WHY_NOT = "Why nothing was changed; empty when it was.";

interface ConsentPayload {
  consent?: Consent | null;
  userErrors: UserError[];
}

/** Declares what an act upon a consent answers. `doing` names the act in the description. */
function declarePayload(name: string, doing: string): ClassType<ConsentPayload> {
  @Public(OWN_ACT)
  @ObjectType(name, { description: `What became of ${doing} a consent.` })
  class Payload implements ConsentPayload {
    @Field(() => Consent, { nullable: true, description: "The consent as it is now." })
    consent?: Consent | null;

    @Field(() => [UserError], { description: WHY_NOT })
    userErrors!: UserError[];
  }
  return Payload;
}

export const DraftConsentPayload = declarePayload("DraftConsentPayload", "preparing");
export const OfferConsentPayload = declarePayload("OfferConsentPayload", "offering");
export const GiveConsentPayload = declarePayload("GiveConsentPayload", "giving");
export const AttestConsentPayload = declarePayload("AttestConsentPayload", "attesting");
export const RefuseConsentPayload = declarePayload("RefuseConsentPayload", "refusing");
export const WithdrawConsentPayload = declarePayload("WithdrawConsentPayload", "withdrawing");
export const CancelConsentPayload = declarePayload("CancelConsentPayload", "cancelling");
export const SuspendConsentPayload = declarePayload("SuspendConsentPayload", "suspending");
export const ReconfirmConsentPayload = declarePayload("ReconfirmConsentPayload", "confirming");
export const NarrowConsentPayload = declarePayload("NarrowConsentPayload", "narrowing");

@Public(OWN_ACT)
@ObjectType({ description: "What became of declaring a consent invalid." })
export class InvalidateConsentPayload {
  @Field(() => ID, { nullable: true, description: "The consent that is invalid now." })
  invalidatedConsent?: string | null;

  @Field(() => [UserError], { description: WHY_NOT })
  userErrors!: UserError[];
}

@Public(OWN_ACT)
@ObjectType({ description: "What became of placing a restriction." })
export class RestrictSharingPayload {
  @Field(() => Restriction, { nullable: true, description: "The restriction as it is now." })
  restriction?: Restriction | null;

  @Field(() => [UserError], { description: WHY_NOT })
  userErrors!: UserError[];
}

@Public(OWN_ACT)
@ObjectType({ description: "What became of lifting a restriction." })
export class LiftRestrictionPayload {
  @Field(() => Restriction, { nullable: true, description: "The restriction as it is now." })
  restriction?: Restriction | null;

  @Field(() => [UserError], { description: WHY_NOT })
  userErrors!: UserError[];
}
