import { answerError, RequestRefused } from "../errors.ts";
import { preferredLanguage } from "../messages.ts";
import { hubFailed } from "../request-problems.ts";

/** A request that is not served, in the shape of the hub's own refusals. */
export function refusal(error: unknown, request: Request, requestId: string): Response {
  const { status, problem, headers } =
    error instanceof RequestRefused ? error : new RequestRefused(503, hubFailed, { "retry-after": "2" });
  const language = preferredLanguage(request.headers.get("accept-language") ?? undefined);
  const body = { errors: [answerError(problem, requestId, language)], extensions: { requestId } };
  return Response.json(body, { status, headers });
}
