import { type DocumentNode, visit } from "graphql";
import { RequestRefused } from "./errors.ts";

/** Documents whose own texts were found good: they never change. */
const keepable = new WeakSet<DocumentNode>();

/**
 * Refuses texts no source can keep as they are: PostgreSQL stores no null character, and half of a surrogate pair would
 * silently become another character. Written in the document or brought by a variable.
 */
export function checkTexts(document: DocumentNode, variables: Readonly<Record<string, unknown>> | undefined): void {
  if (!keepable.has(document)) {
    visit(document, { StringValue: ({ value }) => requireKeepable(value) });
    keepable.add(document);
  }
  // Without recursion: a client chooses how deep its variables are.
  const open: unknown[] = [variables];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value === "string") requireKeepable(value);
    else if (typeof value === "object" && value !== null) for (const inner of Object.values(value)) open.push(inner);
  }
}

function requireKeepable(text: string): void {
  if (text.isWellFormed() && !text.includes("\0")) return;
  const message = "A text holds a null character or half of a character: remove it and send the request again.";
  throw new RequestRefused(400, { code: "BAD_USER_INPUT", message });
}
