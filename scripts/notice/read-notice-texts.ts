import { readFile } from "node:fs/promises";
import path from "node:path";
import { type NoticeLanguage, noticeLanguages } from "../../subgraphs/consent/policies/notice-text.ts";

/** The texts of one version of the notice: a file a language in a folder, such as `fr-falc.txt`. */
export async function readNoticeTexts(folder: string): Promise<Record<NoticeLanguage, string>> {
  const read = async (language: NoticeLanguage) =>
    [language, await readFile(path.join(folder, `${language}.txt`), "utf8")] as const;
  return Object.fromEntries(await Promise.all(noticeLanguages.map(read))) as Record<NoticeLanguage, string>;
}
