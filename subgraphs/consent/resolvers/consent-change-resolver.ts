import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import { asPayload } from "../../../kit/user-error.ts";
import type { ConsentContext } from "../context.ts";
import { Consent } from "../entities/consent.ts";
import { cancelConsent } from "../services/cancel-consent.ts";
import { invalidateConsent } from "../services/invalidate-consent.ts";
import { narrowConsent } from "../services/narrow-consent.ts";
import { reconfirmConsent } from "../services/reconfirm-consent.ts";
import { suspendConsent } from "../services/suspend-consent.ts";
import {
  CancelConsentInput,
  InvalidateConsentInput,
  NarrowConsentInput,
  ReconfirmConsentInput,
  SuspendConsentInput,
} from "./consent-change-inputs.ts";
import {
  CancelConsentPayload,
  InvalidateConsentPayload,
  NarrowConsentPayload,
  ReconfirmConsentPayload,
  SuspendConsentPayload,
} from "./consent-payloads.ts";

/** What may happen to a consent besides being given, refused and withdrawn. */
@Resolver(() => Consent)
export class ConsentChangeResolver {
  @Mutation(() => SuspendConsentPayload, {
    nullable: true,
    description: "Pauses a consent of yours: it permits nothing until you confirm it.",
  })
  suspendConsent(
    @Arg("input", () => SuspendConsentInput, { description: "Which one." }) input: SuspendConsentInput,
    @Ctx() context: ConsentContext,
  ) {
    return asPayload(async () => ({ consent: await suspendConsent(context, input) }));
  }

  @Mutation(() => ReconfirmConsentPayload, {
    nullable: true,
    description: "Lets a suspended consent of yours hold again, on the notice in force, until the end it had.",
  })
  reconfirmConsent(
    @Arg("input", () => ReconfirmConsentInput, { description: "Which one, and what you read." })
    input: ReconfirmConsentInput,
    @Ctx() context: ConsentContext,
  ) {
    return asPayload(async () => ({ consent: await reconfirmConsent(context, input) }));
  }

  @Mutation(() => NarrowConsentPayload, {
    nullable: true,
    description: "Ends permissions of a consent or brings their end nearer; no reason is asked.",
  })
  narrowConsent(
    @Arg("input", () => NarrowConsentInput, { description: "What to leave out." }) input: NarrowConsentInput,
    @Ctx() context: ConsentContext,
  ) {
    return asPayload(async () => ({ consent: await narrowConsent(context, input) }));
  }

  @Mutation(() => CancelConsentPayload, {
    nullable: true,
    description: "Takes back a consent prepared or offered by mistake, before the person has decided.",
  })
  cancelConsent(
    @Arg("input", () => CancelConsentInput, { description: "Which one." }) input: CancelConsentInput,
    @Ctx() context: ConsentContext,
  ) {
    return asPayload(async () => ({ consent: await cancelConsent(context, input) }));
  }

  @Mutation(() => InvalidateConsentPayload, {
    nullable: true,
    description: "Declares a consent invalid by the decision of a data-protection officer, an authority or a court.",
  })
  invalidateConsent(
    @Arg("input", () => InvalidateConsentInput, { description: "Which one, and by which decision." })
    input: InvalidateConsentInput,
    @Ctx() context: ConsentContext,
  ) {
    return asPayload(async () => ({ invalidatedConsent: await invalidateConsent(context, input) }));
  }
}
