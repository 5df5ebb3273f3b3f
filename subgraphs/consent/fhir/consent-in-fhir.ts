import type { ConsentProvision, Consent as FhirConsent, Reference } from "fhir/r4.js";
import {
  identifierOf,
  organization,
  ownExtension,
  patient,
  purposeCode,
  referenceTo,
  securityLabels,
} from "../../fhir-words.ts";
import type { Consent } from "../entities/consent.ts";
import type { ConsentGrant } from "../entities/consent-grant.ts";
import type { ConsentState } from "../policies/consent-state.ts";
import { informationRecipient, privacyConsent } from "./privacy-consent.ts";
import { type EvidenceFacts, type NoticeFacts, sourceInFhir } from "./source-in-fhir.ts";

/** What of a consent is exported. `state` is the one of this instant. */
export type ConsentFacts = Pick<
  Consent,
  | "id"
  | "personId"
  | "organizationId"
  | "version"
  | "suspensionCause"
  | "offeredAt"
  | "givenAt"
  | "endedAt"
  | "notAfter"
> & { readonly state: ConsentState };
export type GrantFacts = Pick<
  ConsentGrant,
  | "id"
  | "sourceOrganizationId"
  | "granteeOrganizationId"
  | "granteeRoles"
  | "purpose"
  | "category"
  | "operations"
  | "resourceId"
  | "approvedContentHash"
  | "notBefore"
  | "notAfter"
>;

const statuses: Readonly<Record<ConsentState, FhirConsent["status"]>> = {
  DRAFT: "draft",
  OFFERED: "proposed",
  ACTIVE: "active",
  SUSPENDED: "inactive",
  REFUSED: "rejected",
  LAPSED: "rejected",
  SUPERSEDED: "inactive",
  WITHDRAWN: "inactive",
  EXPIRED: "inactive",
  INVALIDATED: "inactive",
  ENTERED_IN_ERROR: "entered-in-error",
};

/**
 * A consent as a FHIR R4 Consent after IHE PCF 1.1 (advanced option): all is denied but what its grants permit, one
 * exception each, never deeper. PCF's `dateTime` is when the person was shown it; one that nobody was shown has none.
 */
export function consentInFhir(
  consent: ConsentFacts,
  grants: readonly GrantFacts[],
  notice: NoticeFacts,
  evidence: readonly EvidenceFacts[],
): FhirConsent {
  const { id, personId, organizationId, state, suspensionCause, offeredAt, givenAt, endedAt, notAfter } = consent;
  return {
    ...privacyConsent,
    id,
    meta: { versionId: String(consent.version), security: [securityLabels.CARE_NAVIGATION] },
    contained: [sourceInFhir("source", notice, evidence)],
    extension: [
      ownExtension("consent-state", { valueCode: state }),
      ...(suspensionCause ? [ownExtension("suspension-cause", { valueCode: suspensionCause })] : []),
      ...(givenAt ? [ownExtension("given-at", { valueInstant: givenAt.toISOString() })] : []),
      ...(endedAt ? [ownExtension("ended-at", { valueInstant: endedAt.toISOString() })] : []),
    ],
    identifier: [identifierOf("consent", id)],
    status: statuses[state],
    patient: patient(personId),
    ...(offeredAt ? { dateTime: offeredAt.toISOString() } : {}),
    performer: signatoriesOf(personId, evidence),
    organization: [organization(organizationId)],
    sourceReference: { reference: "#source" },
    policy: [{ uri: `urn:uuid:${notice.id}` }],
    provision: {
      type: "deny",
      period: { end: notAfter.toISOString() },
      ...(grants.length > 0 ? { provision: grants.map(permitOf) } : {}),
    },
  };
}

/** Who signed, the person or whoever stood for her, each once; before anybody has, the one who is asked. */
function signatoriesOf(personId: string, evidence: readonly EvidenceFacts[]): Reference[] {
  const authorities = new Set(evidence.length > 0 ? evidence.map(({ authorityId }) => authorityId) : [null]);
  return [...authorities].map((authority) =>
    authority === null ? patient(personId) : referenceTo("RelatedPerson", "proxy-authority", authority),
  );
}

/** One grant. What PCF has no element for, and would be a wider permit if it were left out, is an extension. */
const permitOf = (grant: GrantFacts): ConsentProvision => ({
  id: grant.id,
  extension: [
    ownExtension("category", { valueCode: grant.category }),
    ...grant.operations.map((operation) => ownExtension("operation", { valueCode: operation })),
    ...grant.granteeRoles.map((role) => ownExtension("recipient-role", { valueCode: role })),
    ...(grant.approvedContentHash
      ? [ownExtension("approved-sha-256", { valueString: grant.approvedContentHash })]
      : []),
  ],
  type: "permit",
  period: { start: grant.notBefore.toISOString(), end: grant.notAfter.toISOString() },
  actor: [{ role: informationRecipient, reference: organization(grant.granteeOrganizationId) }],
  securityLabel: [securityLabels[grant.category]],
  purpose: [purposeCode(grant.purpose)],
  data: [
    { meaning: "authoredby", reference: organization(grant.sourceOrganizationId) },
    ...(grant.resourceId
      ? [
          {
            meaning: "instance" as const,
            reference: referenceTo("DocumentReference", "plan-extract", grant.resourceId),
          },
        ]
      : []),
  ],
});
