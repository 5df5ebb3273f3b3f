import { createHash } from "node:crypto";
import type { Idempotency } from "../kit/hop-token.ts";
import { RequestRefused } from "./errors.ts";
import type { AskedText } from "./hub.ts";

const NAME = "idempotency-key";
/** As the header is sent by most: visible characters alone. */
const BARE = /^[\x21\x23-\x7e][\x21-\x7e]{0,254}$/;
/** As RFC 9651 writes a text, which the IETF's draft asks for: quotes and backslashes within it are escaped. */
const QUOTED = /^"((?:[\x21\x23-\x5b\x5d-\x7e]|\\["\\])+)"$/;
const LONGEST = 255;

/**
 * The header `Idempotency-Key` and the hash of what is asked under it; null without the header. It counts for mutations: a
 * query changes nothing and may carry one.
 * @throws BAD_USER_INPUT for a key that is malformed or sent twice
 */
export function readIdempotency(rawHeaders: readonly string[], asked: AskedText): Idempotency | null {
  const values = rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]!.toLowerCase() === NAME);
  if (values.length === 0) return null;
  const key = values.length === 1 ? readKey(values[0]!.trim()) : undefined;
  if (!key)
    throw new RequestRefused(400, {
      code: "BAD_USER_INPUT",
      message: "Send Idempotency-Key once, with 1 to 255 visible ASCII characters, such as a UUID.",
    });
  return { key, content: hashOf(asked) };
}

function readKey(value: string): string | undefined {
  if (BARE.test(value)) return value;
  const key = QUOTED.exec(value)?.[1]?.replace(/\\(.)/g, "$1");
  return key && key.length <= LONGEST ? key : undefined;
}

/** Equal for requests that ask the same, by its text or by the hash of a registered one, however their variables are ordered. */
function hashOf({ query, operationName, variables }: AskedText): string {
  const text = JSON.stringify([query, operationName ?? null, variables], inOrder);
  return createHash("sha256").update(text).digest("base64url");
}

const inOrder = (_name: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value;
