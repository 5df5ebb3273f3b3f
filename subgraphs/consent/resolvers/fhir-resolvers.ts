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
import { stateAt } from "../policies/consent-state.ts";

@Resolver(() => Consent)
export class ConsentFhirResolver {
  /** Its grants are of the same person and organisation, under the same rule: who reads one may read the others. */
  @Protected("CARE_NAVIGATION", "CARE_ACCESS_COORDINATION")
  @FieldResolver(() => FhirResource, {
    nullable: true,
    description: "The consent and what it permits as a FHIR R4 Consent, for partners who keep theirs in this form.",
  })
  async fhir(@Root() consent: Consent, @Ctx() { grantsOfConsent, notices }: ConsentContext) {
    const [grants, notice] = await Promise.all([grantsOfConsent.load(consent.id), notices.load(consent.noticeId)]);
    const standing = grants.filter(({ endedAt }) => endedAt === null);
    const state = consent.readAt ? stateAt(consent, consent.readAt) : consent.state;
    return notice && consentInFhir({ ...consent, state }, standing, notice);
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
