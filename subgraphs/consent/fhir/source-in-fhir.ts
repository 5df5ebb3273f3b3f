import type { DocumentReference, Extension } from "fhir/r4.js";
import { ownExtension } from "../../fhir-words.ts";
import type { ConsentEvidence } from "../entities/consent-evidence.ts";
import type { Notice } from "../entities/notice.ts";

export type NoticeFacts = Pick<Notice, "id" | "version" | "language" | "contentHash">;
export type EvidenceFacts = Pick<
  ConsentEvidence,
  | "authorityId"
  | "kind"
  | "capturedAt"
  | "assurance"
  | "artefactHash"
  | "isAssisted"
  | "isInterpreted"
  | "shownNoticeHash"
>;

/** What the person was shown, and how each signature under it was received: hashes, since no document enters the hub. */
export const sourceInFhir = (
  id: string,
  { id: noticeId, version, language, contentHash }: NoticeFacts,
  evidence: readonly EvidenceFacts[],
): DocumentReference => ({
  resourceType: "DocumentReference",
  id,
  ...(evidence.length > 0 ? { extension: evidence.map(signatureInFhir) } : {}),
  status: "current",
  type: { coding: [{ system: "http://loinc.org", code: "64292-6" }] },
  content: [
    {
      attachment: {
        // `hash` is SHA-1 in R4, which proves nothing any more.
        extension: [ownExtension("sha-256", { valueString: contentHash })],
        contentType: "text/plain",
        language,
        url: `urn:uuid:${noticeId}`,
        title: `Notice, version ${version}`,
      },
    },
  ],
});

const signatureInFhir = (one: EvidenceFacts): Extension =>
  ownExtension("signature", {
    extension: [
      ownExtension("kind", { valueCode: one.kind }),
      ownExtension("captured-at", { valueInstant: one.capturedAt.toISOString() }),
      ...(one.authorityId ? [ownExtension("authority", { valueId: one.authorityId })] : []),
      ...(one.assurance ? [ownExtension("assurance", { valueCode: one.assurance })] : []),
      ...(one.artefactHash ? [ownExtension("artefact-sha-256", { valueString: one.artefactHash })] : []),
      ownExtension("assisted", { valueBoolean: one.isAssisted }),
      ownExtension("interpreted", { valueBoolean: one.isInterpreted }),
      ownExtension("shown-notice-sha-256", { valueString: one.shownNoticeHash }),
    ],
  });
