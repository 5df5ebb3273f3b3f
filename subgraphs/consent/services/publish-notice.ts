import { createHash, randomUUID } from "node:crypto";
import type { EntityManager } from "@mikro-orm/postgresql";
import { Notice } from "../entities/notice.ts";
import { type NoticeLanguage, noticeLanguages, noticeTopics, readSections } from "../policies/notice-text.ts";
import { readClock } from "../repositories/clock.ts";
import { lockNotices, newestVersion, suspendUnderEarlierNotices } from "../repositories/notices.ts";

export interface NoticeToPublish {
  /** The exact text in each language. */
  readonly texts: Readonly<Record<NoticeLanguage, string>>;
  /** Whether it changes what people agreed to. */
  readonly isMaterial: boolean;
}

export interface Published {
  readonly notices: readonly Notice[];
  /** How many consents were suspended, until each person confirms hers on the new notice. */
  readonly suspended: number;
  readonly isNew: boolean;
}

/** A text that does not tell everything a notice must tell. */
export class NoticeRefused extends Error {
  override readonly name = "NoticeRefused";
}

/** In whose name consents are suspended when the operator publishes. */
const OPERATOR = "operator";

/**
 * Publishes the next version of the notice in every language, in force at once, in one transaction: whoever decides meanwhile
 * has either decided on the earlier one, and is suspended with the others if it matters, or is told to read the new one.
 * Publishing the texts of the newest version again changes nothing.
 * @throws NoticeRefused
 */
export async function publishNotice(em: EntityManager, { texts, isMaterial }: NoticeToPublish): Promise<Published> {
  for (const language of noticeLanguages) requireSections(language, texts[language]);
  return em.transactional(async (transaction) => {
    await lockNotices(transaction);
    const newest = await newestVersion(transaction);
    const isKnown =
      newest.length > 0 && newest.every(({ language, text }) => texts[language as NoticeLanguage] === text);
    if (isKnown) return { notices: newest, suspended: 0, isNew: false };
    const version = (newest[0]?.version ?? 0) + 1;
    const now = await readClock(transaction);
    const notices = noticeLanguages.map((language) =>
      transaction.create(Notice, {
        id: randomUUID(),
        version,
        language,
        text: texts[language],
        contentHash: createHash("sha256").update(texts[language]).digest("hex"),
        isMaterial,
        effectiveFrom: now,
      }),
    );
    await transaction.persist(notices).flush();
    const suspended = isMaterial ? await suspendUnderEarlierNotices(transaction, version, OPERATOR) : 0;
    return { notices, suspended, isNew: true };
  });
}

function requireSections(language: string, text: string): void {
  if (readSections(text).length > 0) return;
  const topics = Object.values(noticeTopics).map((topic, place) => `${place + 1}. ${topic}`);
  throw new NoticeRefused(
    `The ${language} text must have ${topics.length} sections, each a title with lines that begin with "- ":\n${topics.join("\n")}`,
  );
}
