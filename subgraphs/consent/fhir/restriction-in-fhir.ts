import type { ConsentProvisionActor, Consent as FhirConsent } from "fhir/r4.js";
import { organization, ownExtension, patient, purposeCode, referenceTo, securityLabels } from "../../fhir-words.ts";
import type { Restriction } from "../entities/restriction.ts";
import { informationRecipient, optedOut, privacyConsent } from "./privacy-consent.ts";

/**
 * What a person opposes, as a FHIR R4 Consent that denies; what it leaves open it denies to all. It is a resource of its
 * own and no exception within a consent, since only she may know of it.
 */
export function restrictionInFhir(restriction: Restriction, now: Date): FhirConsent {
  const { id, personId, granteeRole, category, purpose, startsAt, endsAt } = restriction;
  const actors = actorsOf(restriction);
  const extensions = [
    ...(category ? [ownExtension("category", { valueCode: category })] : []),
    ...(granteeRole ? [ownExtension("recipient-role", { valueCode: granteeRole })] : []),
  ];
  return {
    ...privacyConsent,
    id,
    status: endsAt && endsAt <= now ? "inactive" : "active",
    patient: patient(personId),
    dateTime: startsAt.toISOString(),
    performer: [patient(personId)],
    policyRule: optedOut,
    provision: {
      ...(extensions.length > 0 ? { extension: extensions } : {}),
      type: "deny",
      period: { start: startsAt.toISOString(), ...(endsAt ? { end: endsAt.toISOString() } : {}) },
      ...(actors.length > 0 ? { actor: actors } : {}),
      ...(category ? { securityLabel: [securityLabels[category]] } : {}),
      ...(purpose ? { purpose: [purposeCode(purpose)] } : {}),
    },
  };
}

function actorsOf({ granteeOrganizationId, granteeProfessionalId }: Restriction): ConsentProvisionActor[] {
  const references = [
    ...(granteeOrganizationId ? [organization(granteeOrganizationId)] : []),
    ...(granteeProfessionalId ? [referenceTo("Practitioner", "professional", granteeProfessionalId)] : []),
  ];
  return references.map((reference) => ({ role: informationRecipient, reference }));
}
