/** The languages every version of the notice is written in: French, and French easy to read and understand (FALC). */
export const noticeLanguages = ["fr", "fr-falc"] as const;
export type NoticeLanguage = (typeof noticeLanguages)[number];

/** What a notice must tell, in the order in which it tells it, and what each section is about. */
export const noticeTopics = {
  PURPOSES: "What the information is shared for.",
  INFORMATION: "Which information is shared, by category.",
  PROFESSIONALS: "Which professionals receive it.",
  MEANS: "By which means it is shared.",
  PROTECTION: "How it is protected.",
  RETENTION: "For how long.",
  WITHDRAWAL: "How to change one's mind, at any time.",
  RIGHTS: "The person's rights, and to whom to complain.",
  CONTROLLERS: "Who is responsible, on which ground.",
  CONTACT: "How to reach the data-protection officer.",
} as const;
export type NoticeTopic = keyof typeof noticeTopics;

export interface SectionText {
  readonly topic: NoticeTopic;
  readonly title: string;
  readonly lines: readonly string[];
}

const TOPICS = Object.keys(noticeTopics) as NoticeTopic[];
const ITEM = "- ";

/**
 * The sections of a notice, read from the very text the person is shown, so that one hash covers both. A section is a title
 * with lines that begin with a dash below it; the nth is about the nth topic. Empty for a text that does not tell all of them.
 */
export function readSections(text: string): SectionText[] {
  const sections = text
    .trimEnd()
    .split(/\n{2,}/)
    .flatMap((block) => {
      const [title = "", ...items] = block.split("\n");
      const isSection = !title.startsWith(ITEM) && items.length > 0 && items.every((item) => item.startsWith(ITEM));
      return isSection ? [{ title, lines: items.map((item) => item.slice(ITEM.length)) }] : [];
    });
  if (sections.length !== TOPICS.length) return [];
  return sections.map((section, place) => ({ topic: TOPICS[place]!, ...section }));
}
