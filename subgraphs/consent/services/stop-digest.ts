import { Refusal } from "../../../kit/user-error.ts";
import type { ConsentContext } from "../context.ts";
import { lockDigestOf } from "../repositories/digests.ts";
import { requireProfessional } from "./require-professional.ts";

/**
 * Sends no digest to this address any more, and forgets it. Again changes nothing.
 * @throws Refusal FORBIDDEN, NOT_FOUND (the digest goes to another address)
 */
export async function stopDigest(context: ConsentContext, address: string): Promise<void> {
  const professional = await requireProfessional(context);
  await context.em.transactional(async (em) => {
    const digest = await lockDigestOf(em, professional.id);
    if (digest && digest.address !== address)
      throw new Refusal("NOT_FOUND", "Your digest is not sent to this address.", ["address"]);
    if (digest) em.remove(digest);
  });
}
