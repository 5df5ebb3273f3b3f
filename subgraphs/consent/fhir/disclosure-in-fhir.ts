import type { AuditEvent, AuditEventAgent, Coding } from "fhir/r4.js";
import {
  identifierOf,
  organization,
  ownCode,
  patient,
  purposeCode,
  referenceTo,
  securityLabels,
} from "../../fhir-words.ts";
import type { DataCategory, Purpose } from "../../protection.ts";
import type { DecisionRecord } from "../entities/decision-record.ts";

/** What of a decision is exported: what the person reads of it, and no more. */
export type DisclosureFacts = Pick<
  DecisionRecord,
  | "id"
  | "personId"
  | "actorOrganizationId"
  | "actorRoles"
  | "application"
  | "sourceOrganizationId"
  | "receiverOrganizationIds"
  | "category"
  | "purpose"
  | "coordinates"
  | "isPermitted"
  | "decidedAt"
>;

const dicom = (code: string): Coding => ({ system: "http://dicom.nema.org/resources/ontology/DCM", code });
const terminology = (list: string, code: string): Coding => ({
  system: `http://terminology.hl7.org/CodeSystem/${list}`,
  code,
});
const HUB = { identifier: identifierOf("application", "passerelle"), display: "Passerelle" };

/**
 * One time somebody asked for a person's data, as a FHIR R4 AuditEvent after the disclosure pattern of IHE BALP. A refusal
 * is a disclosure that failed. No network address is given: the hub keeps none.
 */
export const disclosureInFhir = (record: DisclosureFacts): AuditEvent => ({
  resourceType: "AuditEvent",
  id: record.id,
  type: dicom("110106"),
  subtype: [terminology("iso-21089-lifecycle", "disclose")],
  action: "R",
  recorded: record.decidedAt.toISOString(),
  outcome: record.isPermitted ? "0" : "8",
  purposeOfEvent: [{ coding: [purposeCode(record.purpose as Purpose)] }],
  agent: agentsOf(record),
  source: { observer: HUB, type: [terminology("security-source-type", "4")] },
  entity: [
    {
      what: patient(record.personId),
      type: terminology("audit-entity-type", "1"),
      role: terminology("object-role", "1"),
    },
    {
      type: terminology("audit-entity-type", "2"),
      role: terminology("object-role", "4"),
      securityLabel: [securityLabels[record.category as DataCategory]],
      detail: [
        { type: "category", valueString: record.category },
        ...record.coordinates.map((coordinate) => ({ type: "coordinate", valueString: coordinate })),
      ],
    },
  ],
});

/** The hub that answers, who asks, through what, who keeps the data and who would receive them. */
function agentsOf(record: DisclosureFacts): AuditEventAgent[] {
  const { actorOrganizationId, actorRoles, application, sourceOrganizationId, receiverOrganizationIds } = record;
  const agent = (code: Coding, who: AuditEventAgent["who"]): AuditEventAgent => ({
    type: { coding: [code] },
    ...(who ? { who } : {}),
    requestor: false,
  });
  return [
    agent(dicom("110153"), HUB),
    {
      ...agent(
        terminology("v3-ParticipationType", "IRCP"),
        actorOrganizationId ? organization(actorOrganizationId) : undefined,
      ),
      ...(actorRoles.length > 0 ? { role: actorRoles.map((role) => ({ coding: [ownCode("role", role)] })) } : {}),
      requestor: true,
    },
    agent(dicom("110150"), referenceTo("Device", "application", application)),
    ...(sourceOrganizationId
      ? [agent({ system: "http://snomed.info/sct", code: "159541003" }, organization(sourceOrganizationId))]
      : []),
    ...receiverOrganizationIds.map((id) => agent(dicom("110152"), organization(id))),
  ];
}
