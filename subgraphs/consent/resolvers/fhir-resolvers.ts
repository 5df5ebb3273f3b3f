import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { FhirResource } from "../../fhir-resource.ts";
import { Protected } from "../../protected.ts";
import type { ConsentContext } from "../context.ts";
import { Consent } from "../entities/consent.ts";
import { DecisionRecord } from "../entities/decision-record.ts";
import { Restriction } from "../entities/restriction.ts";
import { consentInFhir } from "../fhir/consent-in-fhir.ts";
import { disclosureInFhir } from "../fhir/disclosure-in-fhir.ts";
import { restrictionInFhir } from "../fhir/restriction-in-fhir.ts";
import { ConsentState, stateAt } from "../policies/consent-state.ts";
import { SuspensionCause } from "../policies/suspension-cause.ts";

@Resolver(() => Consent)
export class ConsentFhirResolver {
  /** Its grants and signatures are of the same person and organisation, under the same rule: who reads one may read the others. */
  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @FieldResolver(() => FhirResource, {
    nullable: true,
    description: "The consent and what it permits as a FHIR R4 Consent, for partners who keep theirs in this form.",
  })
  async fhir(@Root() consent: Consent, @Ctx() { grantsOfConsent, notices, evidenceOfConsent }: ConsentContext) {
    const [grants, notice, evidence] = await Promise.all([
      grantsOfConsent.load(consent.id),
      notices.load(consent.noticeId),
      evidenceOfConsent.load(consent.id),
    ]);
    const standing = grants.filter(({ endedAt }) => endedAt === null);
    const state = consent.readAt ? stateAt(consent, consent.readAt) : consent.state;
    const hasLapsed = state === ConsentState.SUSPENDED && consent.state === ConsentState.ACTIVE;
    const suspensionCause = hasLapsed ? SuspensionCause.PROXY_LAPSED : consent.suspensionCause;
    return notice && consentInFhir({ ...consent, state, suspensionCause }, standing, notice, evidence);
  }
}

@Resolver(() => DecisionRecord)
export class DisclosureFhirResolver {
  @FieldResolver(() => FhirResource, { nullable: true, description: "The same as a FHIR R4 AuditEvent." })
  fhir(@Root() record: DecisionRecord) {
    return disclosureInFhir(record);
  }
}

@Resolver(() => Restriction)
export class RestrictionFhirResolver {
  @FieldResolver(() => FhirResource, { nullable: true, description: "The same as a FHIR R4 Consent that denies." })
  fhir(@Root() restriction: Restriction) {
    return restrictionInFhir(restriction, new Date());
  }
}
