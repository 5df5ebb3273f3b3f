import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { asPayload } from "../../../kit/user-error.ts";
import { Protected } from "../../protected.ts";
import type { ConsentContext } from "../context.ts";
import { Consent } from "../entities/consent.ts";
import { ConsentEvidence } from "../entities/consent-evidence.ts";
import { ConsentGrant } from "../entities/consent-grant.ts";
import { Notice } from "../entities/notice.ts";
import { Organization } from "../entities/organization.ts";
import { Person } from "../entities/person.ts";
import { ConsentState, stateAt } from "../policies/consent-state.ts";
import { SuspensionCause } from "../policies/suspension-cause.ts";
import { attestConsent } from "../services/attest-consent.ts";
import { draftConsent } from "../services/draft-consent.ts";
import { giveConsent } from "../services/give-consent.ts";
import { offerConsent } from "../services/offer-consent.ts";
import { refuseConsent } from "../services/refuse-consent.ts";
import { withdrawConsent } from "../services/withdraw-consent.ts";
import {
  DraftConsentInput,
  GiveConsentInput,
  OfferConsentInput,
  RefuseConsentInput,
  WithdrawConsentInput,
} from "./consent-inputs.ts";
import {
  AttestConsentPayload,
  DraftConsentPayload,
  GiveConsentPayload,
  OfferConsentPayload,
  RefuseConsentPayload,
  WithdrawConsentPayload,
} from "./consent-payloads.ts";
import { AttestConsentInput } from "./evidence-inputs.ts";

@Resolver(() => Consent)
export class ConsentResolver {
  @Query(() => Consent, { nullable: true, description: "A consent of yours, or one your organisation asked for." })
  consent(
    @Arg("id", () => ID, { description: "Identifier of the consent." }) id: string,
    @Ctx() { consents }: ConsentContext,
  ) {
    return consents.load(id);
  }

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @FieldResolver(() => ConsentState, { nullable: true, description: "How far it has come, at this instant." })
  state(@Root() consent: Consent): ConsentState {
    return consent.readAt ? stateAt(consent, consent.readAt) : consent.state;
  }

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @FieldResolver(() => SuspensionCause, { nullable: true, description: "Why it is suspended, while it is." })
  suspensionCause(@Root() consent: Consent): SuspensionCause | null {
    const isLapsed = consent.state === ConsentState.ACTIVE && this.state(consent) === ConsentState.SUSPENDED;
    return isLapsed ? SuspensionCause.PROXY_LAPSED : consent.suspensionCause;
  }

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @FieldResolver(() => Person, { nullable: true, description: "The person who decides." })
  person(@Root() consent: Consent, @Ctx() { people }: ConsentContext) {
    return people.load(consent.personId);
  }

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @FieldResolver(() => Organization, { nullable: true, description: "The organisation that asked for it." })
  requester(@Root() consent: Consent, @Ctx() { organizations }: ConsentContext) {
    return organizations.load(consent.organizationId);
  }

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @FieldResolver(() => Notice, { nullable: true, description: "The notice shown with it." })
  notice(@Root() consent: Consent, @Ctx() { notices }: ConsentContext) {
    return notices.load(consent.noticeId);
  }

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @FieldResolver(() => Notice, { nullable: true, description: "The notice in force now: what to read to confirm it." })
  async noticeInForce(@Root() { noticeId }: Consent, @Ctx() { notices, noticesInForce }: ConsentContext) {
    const shown = await notices.load(noticeId);
    return shown && noticesInForce.load(shown.language);
  }

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @FieldResolver(() => Consent, { nullable: true, description: "The consent that ends when this one is given." })
  replaces(@Root() { replacesId }: Consent, @Ctx() { consents }: ConsentContext) {
    return replacesId ? consents.load(replacesId) : null;
  }

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @FieldResolver(() => [ConsentGrant], {
    nullable: true,
    description: "What it permits, one permission each; those that ended are left out.",
  })
  async grants(@Root() consent: Consent, @Ctx() { grantsOfConsent }: ConsentContext) {
    return (await grantsOfConsent.load(consent.id)).filter(({ endedAt }) => endedAt === null);
  }

  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @FieldResolver(() => [ConsentEvidence], {
    nullable: true,
    description: "How each signature under it was received, the oldest first.",
  })
  evidence(@Root() consent: Consent, @Ctx() { evidenceOfConsent }: ConsentContext) {
    return evidenceOfConsent.load(consent.id);
  }

  @Mutation(() => DraftConsentPayload, {
    nullable: true,
    description: "Prepares a consent for a person your organisation accompanies.",
  })
  draftConsent(
    @Arg("input", () => DraftConsentInput, { description: "What to ask her." }) input: DraftConsentInput,
    @Ctx() context: ConsentContext,
  ) {
    return asPayload(async () => ({ consent: await draftConsent(context, input) }));
  }

  @Mutation(() => OfferConsentPayload, {
    nullable: true,
    description: "Shows a prepared consent to the person, with the notice in force.",
  })
  offerConsent(
    @Arg("input", () => OfferConsentInput, { description: "Which one." }) input: OfferConsentInput,
    @Ctx() context: ConsentContext,
  ) {
    return asPayload(async () => ({ consent: await offerConsent(context, input) }));
  }

  @Mutation(() => GiveConsentPayload, {
    nullable: true,
    description: "Gives a consent offered to you, or to whom you stand for, permission by permission.",
  })
  giveConsent(
    @Arg("input", () => GiveConsentInput, { description: "What you read and what you choose." })
    input: GiveConsentInput,
    @Ctx() context: ConsentContext,
  ) {
    return asPayload(async () => ({ consent: await giveConsent(context, input) }));
  }

  @Mutation(() => AttestConsentPayload, {
    nullable: true,
    description: "Attests that the person gave a consent by word of mouth, or on a document your organisation keeps.",
  })
  attestConsent(
    @Arg("input", () => AttestConsentInput, { description: "What she chose and how you received it." })
    input: AttestConsentInput,
    @Ctx() context: ConsentContext,
  ) {
    return asPayload(async () => ({ consent: await attestConsent(context, input) }));
  }

  @Mutation(() => RefuseConsentPayload, {
    nullable: true,
    description: "Refuses a consent offered to you, or to whom you stand for; nobody learns of it.",
  })
  refuseConsent(
    @Arg("input", () => RefuseConsentInput, { description: "Which one." }) input: RefuseConsentInput,
    @Ctx() context: ConsentContext,
  ) {
    return asPayload(async () => ({ consent: await refuseConsent(context, input) }));
  }

  @Mutation(() => WithdrawConsentPayload, {
    nullable: true,
    description: "Ends a consent, or single permissions of it, at once and for good; no reason is asked.",
  })
  withdrawConsent(
    @Arg("input", () => WithdrawConsentInput, { description: "Which one." }) input: WithdrawConsentInput,
    @Ctx() context: ConsentContext,
  ) {
    return asPayload(async () => ({ consent: await withdrawConsent(context, input) }));
  }
}
