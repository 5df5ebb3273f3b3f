import { isUtf8 } from "node:buffer";
import type { IncomingHttpHeaders } from "node:http";
import { RequestRefused } from "./errors.ts";

const badInput = (status: number, message: string) => new RequestRefused(status, { code: "BAD_USER_INPUT", message });
const JSON_IN_UTF8 = /^\s*application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?;?\s*$/i;
const ORGANIZATION = /^[\w:.-]{1,100}$/;

/** One GraphQL operation as a client sent it, checked for its form alone. */
export interface AskedOperation {
  /** Its text; absent when it is named by its hash alone. */
  readonly query: string | undefined;
  /** SHA-256, in hexadecimal, of the text of a registered operation. */
  readonly hash: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
}

/** Reads a request that must be one GraphQL operation in JSON. Throws {@link RequestRefused} with what is wrong. */
export function readOperation(headers: IncomingHttpHeaders, body: Buffer | undefined): AskedOperation {
  if (!JSON_IN_UTF8.test(headers["content-type"] ?? ""))
    throw badInput(415, "Send the operation as JSON in UTF-8, with Content-Type: application/json.");
  const content = parse(body);
  if (Array.isArray(content))
    throw badInput(400, "Send one operation at a time; a list of operations is not accepted.");
  if (typeof content !== "object" || content === null) throw badInput(400, "The body must be a JSON object.");
  const { query, variables, operationName, extensions } = content as Record<string, unknown>;
  const hash = hashOf(content as Record<string, unknown>);
  const isTextAbsent = query === undefined || query === null;
  if (isTextAbsent ? hash === undefined : typeof query !== "string" || query.trim() === "")
    throw badInput(
      400,
      'The body must hold the operation as a text in "query", or the hash of a registered one in "id".',
    );
  if (!isObjectOrAbsent(variables)) throw badInput(400, '"variables" must be a JSON object.');
  if (!isObjectOrAbsent(extensions)) throw badInput(400, '"extensions" must be a JSON object.');
  if (operationName !== undefined && operationName !== null && typeof operationName !== "string")
    throw badInput(400, '"operationName" must be a text.');
  return {
    query: isTextAbsent ? undefined : (query as string),
    hash,
    variables: (variables as Record<string, unknown> | null | undefined) ?? {},
    operationName: operationName || undefined,
  };
}

/** The hash a client names a registered operation by, wherever its library writes it. */
function hashOf({ id, documentId, extensions }: Record<string, unknown>): string | undefined {
  const persisted = (extensions as { persistedQuery?: { sha256Hash?: unknown } | null } | null | undefined)
    ?.persistedQuery;
  const given = [id, documentId, ...(persisted ? [persisted.sha256Hash] : [])].filter(
    (one) => one !== undefined && one !== null,
  );
  const hashes = new Set(given.map((one) => /^(?:sha256:)?([0-9a-f]{64})$/i.exec(String(one))?.[1]?.toLowerCase()));
  const [hash] = hashes;
  if (hashes.size > 1 || (hashes.size === 1 && hash === undefined) || (persisted && given.length === 0))
    throw badInput(400, "A registered operation is named by the SHA-256 of its text, in 64 hexadecimal digits.");
  return hash;
}

/** The organization a client says it acts for, from the header `Passerelle-Organization`. */
export function claimedOrganization(headers: IncomingHttpHeaders): string | null {
  const value = headers["passerelle-organization"];
  if (value === undefined) return null;
  if (typeof value === "string" && ORGANIZATION.test(value)) return value;
  throw badInput(400, "The header Passerelle-Organization must hold the id of one organization.");
}

function parse(body: Buffer = Buffer.alloc(0)): unknown {
  // Bytes that are none would become other characters, in somebody's name for example.
  if (!isUtf8(body)) throw badInput(400, "The body is not UTF-8.");
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw badInput(400, "The body is not valid JSON.");
  }
}

const isObjectOrAbsent = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === "object" && !Array.isArray(value));
