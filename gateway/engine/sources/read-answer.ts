import type { HttpAnswer } from "../http-transport.ts";
import type { SourceError, SourceOutcome } from "../transport.ts";
import type { SourceFault } from "./source-request.ts";

const LONGEST_RETRY_AFTER_MS = 300_000;

/** The GraphQL result in an HTTP answer, or what is wrong with it; nothing but data, errors and extensions is taken from it. */
export function readAnswer({ status, headers, text }: HttpAnswer): SourceOutcome<SourceFault> {
  const retryAfterMs = retryAfter(headers["retry-after"]);
  if (status === 401 || status === 403) return { failure: { kind: "forbidding", wasSent: true } };
  if (status === 429) return { failure: { kind: "busy", wasSent: true, retryAfterMs } };
  if (status >= 500) return { failure: { kind: "failing", wasSent: true, retryAfterMs } };
  const isJson = /^application\/(graphql-response\+)?json\b/i.test(String(headers["content-type"] ?? ""));
  const isRedirect = status >= 300 && status < 400;
  return (isJson && !isRedirect && readResult(text, status)) || { failure: { kind: "invalid", wasSent: true } };
}

function readResult(text: string, status: number): SourceOutcome<SourceFault> | undefined {
  let result: { data?: unknown; errors?: unknown; extensions?: unknown } | null;
  try {
    result = JSON.parse(text) as typeof result;
  } catch {
    return undefined;
  }
  if (typeof result !== "object" || result === null || Array.isArray(result)) return undefined;
  const { data = null, extensions } = result;
  const errors = Array.isArray(result.errors) ? result.errors.filter(isErrorShape) : [];
  if (typeof data !== "object" || Array.isArray(data)) return undefined;
  if (errors.length === 0 && (data === null || status >= 400)) return undefined;
  return {
    data: data as Record<string, unknown> | null,
    errors,
    ...(extensions === undefined ? {} : { extensions }),
  };
}

const isErrorShape = (error: unknown): error is SourceError => typeof error === "object" && error !== null;

/** Seconds or a date; never beyond what a client can sensibly wait. */
function retryAfter(header: unknown): number | undefined {
  if (typeof header !== "string") return undefined;
  const ms = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return ms > 0 ? Math.min(ms, LONGEST_RETRY_AFTER_MS) : undefined;
}
