import { Refusal } from "../../../kit/user-error.ts";
import type { ConsentContext } from "../context.ts";
import type { Consent } from "../entities/consent.ts";
import { isAttestable, needsArtefact } from "../policies/evidence-kind.ts";
import { mayOfferConsent } from "../policies/internal-roles.ts";
import { lockConsent } from "../repositories/consents.ts";
import type { AttestConsentInput, EvidenceInput } from "../resolvers/evidence-inputs.ts";
import { signConsent } from "./sign-consent.ts";

/**
 * A professional of the organisation that asked attests that the person gave her consent by word of mouth or on a document
 * the organisation keeps. It counts as the person's own signature, and as nobody else's. Attesting twice changes nothing.
 * @throws Refusal FORBIDDEN, NOT_FOUND, BAD_USER_INPUT, CONFLICT_VERSION
 */
export async function attestConsent({ em, viewer }: ConsentContext, input: AttestConsentInput): Promise<Consent> {
  if (!viewer?.organization || !mayOfferConsent(viewer)) {
    throw new Refusal(
      "FORBIDDEN",
      "Only a social worker or a health professional of the organisation that asked may attest a consent.",
    );
  }
  return em.transactional(async (transaction) => {
    const found = await lockConsent(transaction, viewer, input.consent);
    if (!found) throw new Refusal("NOT_FOUND", "Your organisation has prepared no such consent.", ["consent"]);
    checkEvidence(input.evidence);
    const { kind, assurance, artefactHash, isAssisted, isInterpreted } = input.evidence;
    await signConsent(transaction, viewer, found, {
      ...input,
      authority: null,
      received: {
        kind,
        assurance: assurance ?? null,
        artefactHash: artefactHash ?? null,
        custodianOrganizationId: viewer.organization,
        isAssisted,
        isInterpreted,
      },
    });
    return found.consent;
  });
}

function checkEvidence({ kind, artefactHash }: EvidenceInput): void {
  if (!isAttestable(kind)) {
    const message = "That somebody was signed in is shown by her own session: nobody attests it for her.";
    throw new Refusal("BAD_USER_INPUT", message, ["evidence", "kind"]);
  }
  if (needsArtefact(kind) && !artefactHash) {
    const message = "Name the signed document by the SHA-256 of its bytes.";
    throw new Refusal("BAD_USER_INPUT", message, ["evidence", "artefactHash"]);
  }
}
