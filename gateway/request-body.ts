import type { IncomingHttpHeaders } from "node:http";
import { RequestRefused } from "./errors.ts";

const badInput = (status: number, message: string) => new RequestRefused(status, { code: "BAD_USER_INPUT", message });
const ORGANIZATION = /^[\w:.-]{1,100}$/;
const JSON_TYPES = /(^|,)\s*(\*\/\*|application\/\*|application\/json|application\/graphql-response\+json)\s*(;|,|$)/i;

/** One GraphQL operation as a client sent it, checked for its form alone. */
export interface AskedOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
}

/** Reads a request that must be one GraphQL operation in JSON. Throws {@link RequestRefused} with what is wrong. */
export function readOperation(headers: IncomingHttpHeaders, body: Buffer | undefined): AskedOperation {
  const type = (headers["content-type"] ?? "").split(";")[0]!.trim().toLowerCase();
  if (type !== "application/json")
    throw badInput(415, "Send the operation as JSON, with Content-Type: application/json.");
  if (headers.accept && !JSON_TYPES.test(headers.accept))
    throw badInput(406, "Answers are application/json or application/graphql-response+json; accept one of them.");
  const content = parse(body);
  if (Array.isArray(content))
    throw badInput(400, "Send one operation at a time; a list of operations is not accepted.");
  if (typeof content !== "object" || content === null) throw badInput(400, "The body must be a JSON object.");
  const { query, variables, operationName, extensions } = content as Record<string, unknown>;
  if (typeof query !== "string" || query.trim() === "")
    throw badInput(400, 'The body must hold the operation as a text in "query".');
  if (!isObjectOrAbsent(variables)) throw badInput(400, '"variables" must be a JSON object.');
  if (!isObjectOrAbsent(extensions)) throw badInput(400, '"extensions" must be a JSON object.');
  if (operationName !== undefined && operationName !== null && typeof operationName !== "string")
    throw badInput(400, '"operationName" must be a text.');
  if (isStoredElsewhere(extensions))
    throw badInput(400, "This hub keeps no stored queries: send the operation itself.");
  return {
    query,
    variables: (variables as Record<string, unknown> | null | undefined) ?? {},
    operationName: operationName || undefined,
  };
}

const isStoredElsewhere = (extensions: unknown): boolean =>
  typeof extensions === "object" && extensions !== null && "persistedQuery" in extensions;

/** The organization a client says it acts for, from the header `Passerelle-Organization`. */
export function claimedOrganization(headers: IncomingHttpHeaders): string | null {
  const value = headers["passerelle-organization"];
  if (value === undefined) return null;
  if (typeof value === "string" && ORGANIZATION.test(value)) return value;
  throw badInput(400, "The header Passerelle-Organization must hold the id of one organization.");
}

function parse(body: Buffer | undefined): unknown {
  try {
    return JSON.parse((body ?? Buffer.alloc(0)).toString("utf8"));
  } catch {
    throw badInput(400, "The body is not valid JSON.");
  }
}

const isObjectOrAbsent = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === "object" && !Array.isArray(value));
