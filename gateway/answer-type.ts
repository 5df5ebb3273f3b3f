const JSON_TYPE = "application/json";
const GRAPHQL_TYPE = "application/graphql-response+json";

/** Media types of answers, as the GraphQL over HTTP draft has them. */
export type AnswerType = typeof JSON_TYPE | typeof GRAPHQL_TYPE;

/** The type a client prefers by its header `Accept`: plain JSON unless it asks for the other; undefined when it wants neither. */
export function answerType(accept: string | undefined): AnswerType | undefined {
  const ranges = (accept || JSON_TYPE).split(",").map(readRange);
  const qualityOf = (type: AnswerType) =>
    [type, "application/*", "*/*"].map((range) => ranges.find(({ name }) => name === range)).find((one) => one)
      ?.quality ?? 0;
  const isNamed = ranges.some(({ name }) => name === GRAPHQL_TYPE);
  const [plain, graphql] = [qualityOf(JSON_TYPE), isNamed ? qualityOf(GRAPHQL_TYPE) : 0];
  if (plain === 0 && graphql === 0) return undefined;
  return graphql >= plain ? GRAPHQL_TYPE : JSON_TYPE;
}

function readRange(text: string): { name: string; quality: number } {
  const [name = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith("q="));
  return { name, quality: quality ? Number(quality.slice(2)) || 0 : 1 };
}

/**
 * The status of the answer to an operation that could be read. Whoever receives plain JSON cannot know whether a 400 is
 * ours or of a proxy on the way, so the draft wants 200 there; what was wrong stands in `errors` either way.
 */
export const operationStatus = (status: number, type: AnswerType): number =>
  status === 400 && type === JSON_TYPE ? 200 : status;
