import { dataCategories, purposes } from "../../protection.ts";
import type { Organization } from "../entities/organization.ts";
import { collectionMethod, endOf, JURISDICTION, noticeUri, type ReceiptFacts, WITHDRAWAL } from "./receipt-facts.ts";
import { isSpecialCategory } from "./special-categories.ts";

/** A consent in the names of ISO/IEC TS 27560:2023, as the W3C's Data Privacy Vocabulary lists them; instants in ISO 8601. */
export const iso27560Record = (facts: ReceiptFacts) => ({
  schema_version: "ISO/IEC TS 27560:2023",
  record_id: facts.consent.id,
  pii_principal_id: facts.consent.personId,
  pii_processing: facts.grants.map((grant) => processingUnder(grant, facts)),
  party_identification: [...facts.organizations.values()].map((party) => partyOf(party, facts)),
  event: eventsOf(facts),
});

function processingUnder(grant: ReceiptFacts["grants"][number], facts: ReceiptFacts) {
  const { consent, notice, organizations, controllers } = facts;
  return {
    privacy_notice: noticeUri(notice),
    language: notice.language,
    purposes: [
      {
        purpose: purposes[grant.purpose],
        purpose_type: grant.purpose,
        lawful_basis: "GDPR art. 6(1)(a) and 9(2)(a): explicit consent",
        pii_information: [
          {
            pii_type: grant.category,
            pii_description: dataCategories[grant.category],
            special_pii_category: isSpecialCategory(grant.category),
          },
        ],
        pii_controllers: controllers.map(({ id }) => id),
        collection_method: collectionMethod(facts),
        processing_method: grant.operations,
        storage_locations: [organizations.get(grant.sourceOrganizationId)!.name],
        retention_period: `shown until ${endOf(grant, consent).toISOString()}`,
        jurisdiction: JURISDICTION,
        recipient_third_parties: [grant.granteeOrganizationId],
        withdrawal_method: WITHDRAWAL,
      },
    ],
  };
}

const partyOf = ({ id, name, postalAddress, email, phone }: Organization, { controllers }: ReceiptFacts) => ({
  party_id: id,
  party_name: name,
  party_type: controllers.some((controller) => controller.id === id) ? "pii_controller" : "recipient",
  party_address: postalAddress ?? null,
  party_contact: email ?? phone ?? null,
});

/** That it was given, and what it has become when it is in force no more. */
function eventsOf({ consent, state, issuedAt }: ReceiptFacts) {
  const { givenAt, endedAt, notAfter, personId } = consent;
  const given = {
    event_time: givenAt.toISOString(),
    validity_duration: `${givenAt.toISOString()}/${notAfter.toISOString()}`,
    entity_id: personId,
    event_type: "explicit",
    event_state: "given",
  };
  if (state === "ACTIVE") return [given];
  const at = endedAt ?? (notAfter < issuedAt ? notAfter : issuedAt);
  return [
    given,
    { event_time: at.toISOString(), entity_id: personId, event_type: "explicit", event_state: state.toLowerCase() },
  ];
}
