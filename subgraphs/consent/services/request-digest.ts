import { createHash, randomBytes } from "node:crypto";
import { Refusal } from "../../../kit/user-error.ts";
import type { ConsentContext } from "../context.ts";
import { Digest, type DigestFrequencyWord } from "../entities/digest.ts";
import { confirmationMail } from "../policies/digest-mail.ts";
import { readClock } from "../repositories/clock.ts";
import { lockDigestOf } from "../repositories/digests.ts";
import { queueMail } from "../repositories/mail.ts";
import { requireProfessional } from "./require-professional.ts";

/** Nobody is sent codes faster than this, whoever asks for them. */
const BETWEEN_CODES_MS = 10 * 60_000;

export const hashOfCode = (code: string): string => createHash("sha256").update(code).digest("hex");

/**
 * Asks for digests at an address, which a code sent there confirms. Another frequency for a confirmed address holds at once;
 * the same request within ten minutes sends no second code.
 * @throws Refusal FORBIDDEN (no professional), NOT_FOUND (this hub sends no mail), BAD_USER_INPUT (too soon for another code)
 */
export async function requestDigest(
  context: ConsentContext,
  { address, frequency }: { readonly address: string; readonly frequency: DigestFrequencyWord },
): Promise<Digest> {
  const { mail } = context;
  if (!mail) throw new Refusal("NOT_FOUND", "This hub sends no mail: read your inbox instead.");
  const professional = await requireProfessional(context);
  return context.em.transactional(async (em) => {
    const now = await readClock(em);
    const known = await lockDigestOf(em, professional.id);
    if (known?.address === address && (known.confirmedAt || isRecent(known, now)))
      return Object.assign(known, { frequency });
    if (known && isRecent(known, now))
      throw new Refusal("BAD_USER_INPUT", "A code was sent a moment ago: wait ten minutes before another.", [
        "address",
      ]);
    const code = randomBytes(16).toString("base64url");
    const asked = { address, frequency, codeHash: hashOfCode(code), codeSentAt: now, confirmedAt: null, sentAt: null };
    const digest = known
      ? Object.assign(known, asked)
      : em.create(Digest, { professionalId: professional.id, ...asked });
    em.persist(digest);
    await queueMail(em, address, confirmationMail(code, mail.hubUrl));
    return digest;
  });
}

const isRecent = ({ codeSentAt }: Digest, now: Date): boolean =>
  now.getTime() - codeSentAt.getTime() < BETWEEN_CODES_MS;
