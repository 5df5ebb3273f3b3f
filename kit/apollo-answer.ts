import { type ApolloServer, type BaseContext, HeaderMap } from "@apollo/server";

/** An answer as it would be written on a connection. */
export interface TextAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

const JSON_HEADERS = new HeaderMap([
  ["content-type", "application/json"],
  ["accept", "application/json"],
]);

/** Hands the body of one call to Apollo Server, as JSON whatever its headers said; none of those can change the answer. */
export async function answerWithApollo<Context extends BaseContext>(
  server: ApolloServer<Context>,
  body: Uint8Array,
  context: () => Promise<Context>,
): Promise<TextAnswer> {
  const answer = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: "POST", headers: JSON_HEADERS, search: "", body: parseJson(body) },
    context,
  });
  if (answer.body.kind !== "complete") throw new Error("Incremental delivery is not offered.");
  return { status: answer.status ?? 200, headers: Object.fromEntries(answer.headers), text: answer.body.string };
}

/** Undefined for an absent or malformed body: Apollo Server answers it with a 400 of its own. */
function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    return undefined;
  }
}
