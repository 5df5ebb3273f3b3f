import { Refusal } from "../../../kit/user-error.ts";
import type { ConsentContext } from "../context.ts";
import type { Digest } from "../entities/digest.ts";
import { readClock } from "../repositories/clock.ts";
import { lockDigestOf } from "../repositories/digests.ts";
import { hashOfCode } from "./request-digest.ts";
import { requireProfessional } from "./require-professional.ts";

const CODE_LASTS_MS = 30 * 60_000;

/**
 * Confirms an address by the code sent there. The same code again changes nothing.
 * @throws Refusal FORBIDDEN, BAD_USER_INPUT (not the code, or too late)
 */
export async function confirmDigest(context: ConsentContext, code: string): Promise<Digest> {
  const professional = await requireProfessional(context);
  return context.em.transactional(async (em) => {
    const digest = await lockDigestOf(em, professional.id);
    const now = await readClock(em);
    if (digest?.codeHash !== hashOfCode(code) || now.getTime() - digest.codeSentAt.getTime() > CODE_LASTS_MS)
      throw new Refusal("BAD_USER_INPUT", "This is not the code last sent to you, or it is too old: ask for another.", [
        "code",
      ]);
    digest.confirmedAt ??= now;
    return digest;
  });
}
