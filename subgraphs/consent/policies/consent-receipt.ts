import { type DataCategory, purposes } from "../../protection.ts";
import { iso27560Record } from "./iso-27560-record.ts";
import { collectionMethod, endOf, JURISDICTION, noticeUri, type ReceiptFacts, WITHDRAWAL } from "./receipt-facts.ts";
import { isSpecialCategory } from "./special-categories.ts";

/**
 * The body of a receipt: a consent receipt of the Kantara Initiative (version 1.1), with the record of ISO/IEC TS 27560 under
 * `iso27560`, and under `passerelle` what neither has a word for. It names the person by her identifier alone.
 */
export const consentReceipt = (facts: ReceiptFacts) => ({
  ...kantaraReceipt(facts),
  iso27560: iso27560Record(facts),
  passerelle: ownWords(facts),
});

function kantaraReceipt(facts: ReceiptFacts) {
  const { consent, grants, notice, controllers } = facts;
  const special = [...new Set(grants.map(({ category }) => category))].filter(isSpecialCategory);
  return {
    version: "KI-CR-v1.1.0",
    jurisdiction: JURISDICTION,
    consentTimestamp: Math.floor(consent.givenAt.getTime() / 1000),
    collectionMethod: collectionMethod(facts),
    consentReceiptID: consent.id,
    language: notice.language,
    piiPrincipalId: consent.personId,
    piiControllers: controllers.map(({ name, postalAddress, email, phone }) => ({
      piiController: name,
      contact: "Protection des données",
      address: { streetAddress: postalAddress ?? "", addressCountry: JURISDICTION },
      email: email ?? "",
      phone: phone ?? "",
    })),
    policyUrl: noticeUri(notice),
    services: grants.map((grant) => serviceOf(grant, facts)),
    sensitive: special.length > 0,
    spiCat: special as DataCategory[],
  };
}

function serviceOf(grant: ReceiptFacts["grants"][number], { consent, organizations }: ReceiptFacts) {
  const recipient = organizations.get(grant.granteeOrganizationId)!.name;
  return {
    service: recipient,
    purposes: [
      {
        purpose: purposes[grant.purpose],
        purposeCategory: [grant.purpose],
        consentType: "EXPLICIT",
        piiCategory: [grant.category],
        primaryPurpose: true,
        termination: `${endOf(grant, consent).toISOString()} at the latest. ${WITHDRAWAL}`,
        thirdPartyDisclosure: true,
        thirdPartyName: recipient,
      },
    ],
  };
}

/** Who decided, how the decision was received, and each permission to the letter. */
const ownWords = ({ state, notice, evidence, grants }: ReceiptFacts) => ({
  state,
  grantor: { kind: evidence.at(-1)?.authorityId ? "PROXY" : "SELF", authority: evidence.at(-1)?.authorityId ?? null },
  shownNoticeHash: notice.contentHash,
  evidence: evidence.map(
    ({ kind, capturedAt, assurance, artefactHash, isAssisted, isInterpreted, shownNoticeHash }) => ({
      kind,
      capturedAt,
      assurance,
      artefactHash,
      isAssisted,
      isInterpreted,
      shownNoticeHash,
    }),
  ),
  grants: grants.map(({ id, operations, granteeRoles, approvedContentHash, notBefore, notAfter, endedAt }) => ({
    id,
    operations,
    roles: granteeRoles,
    approvedContentHash,
    notBefore,
    notAfter,
    endedAt,
  })),
});
