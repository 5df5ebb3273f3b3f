import type { Bundle, ServiceRequest, Task } from "fhir/r4.js";
import {
  collectionOf,
  identifierOf,
  organization,
  ownCode,
  patient,
  referenceTo,
  securityLabels,
} from "../../fhir-words.ts";
import type { Prescription } from "../entities/prescription.ts";
import type { PrescriptionStatus } from "../policies/prescription-words.ts";

/** `status` is the one of this instant. */
export type PrescriptionFacts = Pick<
  Prescription,
  | "id"
  | "personId"
  | "organizationId"
  | "recipientOrganizationId"
  | "reasons"
  | "note"
  | "statusReason"
  | "requestedAt"
  | "partOfId"
  | "version"
> & { readonly status: PrescriptionStatus };

/** What the prescriber asks, and how far the one who was asked has come: the two halves of the referral loop of Gravity SDOH. */
const statuses: Readonly<Record<PrescriptionStatus, { request: ServiceRequest["status"]; task: Task["status"] }>> = {
  REQUESTED: { request: "active", task: "requested" },
  ACCEPTED: { request: "active", task: "accepted" },
  REFUSED: { request: "revoked", task: "rejected" },
  IN_PROGRESS: { request: "active", task: "in-progress" },
  ON_HOLD: { request: "on-hold", task: "on-hold" },
  DONE: { request: "completed", task: "completed" },
  CANCELLED: { request: "revoked", task: "cancelled" },
  EXPIRED: { request: "revoked", task: "cancelled" },
};
const ENTERED_IN_ERROR = { request: "entered-in-error", task: "entered-in-error" } as const;

/**
 * A prescription in a Bundle: a FHIR R4 ServiceRequest, and the Task that follows it. What became of it has its own rule. The one
 * it was handed over from is about the same person and held by the same organisation, so that one decision covers both.
 */
export function prescriptionInFhir(prescription: PrescriptionFacts): Bundle {
  const { id, personId, organizationId, recipientOrganizationId, reasons, note, status, statusReason, partOfId } =
    prescription;
  const { request, task } = statusReason === "ENTERED_IN_ERROR" ? ENTERED_IN_ERROR : statuses[status];
  const reason = status === "EXPIRED" ? "EXPIRED" : statusReason;
  const meta = { versionId: String(prescription.version), security: [securityLabels.CARE_NAVIGATION] };
  const asked = {
    id,
    meta,
    identifier: [identifierOf("prescription", id)],
    intent: "order" as const,
    authoredOn: prescription.requestedAt.toISOString(),
    requester: organization(organizationId),
  };
  return collectionOf(
    {
      ...asked,
      resourceType: "ServiceRequest",
      status: request,
      ...(partOfId === null ? {} : { replaces: [referenceTo("ServiceRequest", "prescription", partOfId)] }),
      code: { coding: [ownCode("prescription", "HEALTH_SUPPORT")] },
      subject: patient(personId),
      performer: [organization(recipientOrganizationId)],
      reasonCode: reasons.map((code) => ({ coding: [ownCode("prescription-reason", code)] })),
      ...(note === null ? {} : { note: [{ text: note }] }),
    },
    {
      ...asked,
      resourceType: "Task",
      status: task,
      ...(partOfId === null ? {} : { partOf: [referenceTo("Task", "prescription", partOfId)] }),
      ...(reason ? { statusReason: { coding: [ownCode("prescription-status-reason", reason)] } } : {}),
      focus: { reference: `ServiceRequest/${id}` },
      for: patient(personId),
      owner: organization(recipientOrganizationId),
    },
  );
}
