import type { ApolloServerPlugin, GraphQLRequestContext } from "@apollo/server";
import type { PeerLink } from "../kit/peer-link.ts";
import { type AnswerPath, answerError, type Problem, RequestRefused } from "./errors.ts";
import type { Limits } from "./limits.ts";
import { lostFields } from "./lost-fields.ts";
import { checkListSizes } from "./operation-limits.ts";
import { checkTexts } from "./operation-texts.ts";
import { hubFailed, requestProblem } from "./request-problems.ts";
import type { HubContext } from "./request-record.ts";
import { recogniseViewer } from "./viewer-registry.ts";

interface Options {
  readonly limits: Limits;
  readonly registry: PeerLink;
}

/** Makes of whatever the executor and the server say the answer the hub promises; nothing of theirs is passed through. */
export function answerContract(options: Options): ApolloServerPlugin<HubContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: (context) => admit(context, options),
      willSendResponse: async (context) => rebuild(context, options.limits),
    }),
  };
}

/** Last checks before planning, cheapest first: the operation exists, its lists are bounded, its texts can be kept, the registry knows who asks. */
async function admit(context: GraphQLRequestContext<HubContext>, { limits, registry }: Options): Promise<void> {
  const { document, operation, queryHash, request } = context;
  const { record } = context.contextValue;
  if (!operation) throw new RequestRefused(400, unknownOperation(request.operationName));
  record.operationHash = queryHash?.slice(0, 16) ?? null;
  checkListSizes(document!, request.variables, limits.listSize);
  checkTexts(document!, request.variables);
  const { viewer, isVerified } = await recogniseViewer(registry, record.identity, {
    organization: record.claimedOrganization,
    requestId: record.requestId,
    timeoutMs: limits.registryTimeoutMs,
  });
  record.viewer = viewer;
  record.isViewerVerified = isVerified;
}

function unknownOperation(name: string | undefined): Problem {
  const message = name
    ? "The document holds no operation of the name given in operationName."
    : "The document holds several operations: give the name of one in operationName.";
  return { code: "BAD_USER_INPUT", message };
}

function rebuild(context: GraphQLRequestContext<HubContext>, limits: Limits): void {
  const { response } = context;
  const { record } = context.contextValue;
  if (response.body?.kind !== "single") return;
  const { data, extensions } = response.body.singleResult;
  const problems: readonly Problem[] =
    data === undefined
      ? requestProblems(context, limits)
      : (record.lost ??
        lostFields(
          record.losses,
          incompletePlaces(extensions),
          data as Record<string, unknown> | null,
          record.fetches,
        ));
  const { status = 500 } = response.http;
  if (data === undefined && (status < 400 || status >= 500)) setStatus(context, problems);
  const isKeyed = record.idempotency !== null;
  const errors = problems
    .slice(0, limits.errors)
    .map((one) => answerError(one, record.requestId, record.language, isKeyed));
  const omitted = problems.length - errors.length;
  response.body.singleResult = {
    ...(errors.length > 0 ? { errors: errors as never } : {}),
    ...(data === undefined ? {} : { data }),
    extensions: {
      requestId: record.requestId,
      ...(record.sources.size > 0 ? { sources: Object.fromEntries([...record.sources].sort()) } : {}),
      ...(omitted > 0 ? { errorsOmitted: omitted } : {}),
    },
  };
}

function requestProblems({ errors = [] }: GraphQLRequestContext<HubContext>, limits: Limits): Problem[] {
  const problems = errors.map((error) => requestProblem(error, limits));
  const tooLarge = problems.filter(({ code }) => code === "TOO_COMPLEX");
  return tooLarge.length > 0 ? tooLarge : problems;
}

/** Nothing was served: either the request is to blame, or client and proxies are told to come back. */
function setStatus(
  { response, logger, errors }: GraphQLRequestContext<HubContext>,
  problems: readonly Problem[],
): void {
  if (!problems.includes(hubFailed)) {
    response.http.status = 400;
    return;
  }
  response.http.status = 503;
  response.http.headers.set("retry-after", "2");
  logger.error(`an operation failed inside the hub (${errors?.[0]?.name ?? "Error"})`);
}

/** Places the executor found without a value that must exist. */
function incompletePlaces(extensions: Record<string, unknown> | undefined): AnswerPath[] {
  const found = extensions?.valueCompletion;
  if (!Array.isArray(found)) return [];
  return found
    .map((error: { path?: AnswerPath }) => error.path)
    .filter((path) => path !== undefined && path.length > 0) as AnswerPath[];
}
