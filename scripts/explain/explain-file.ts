import "../../kit/no-telemetry.ts";
import { readFileSync } from "node:fs";
import { ApolloGateway } from "@apollo/gateway";
import { Generation } from "../../gateway/generation.ts";
import { defaultLimits } from "../../gateway/limits.ts";
import { findOperation } from "../../gateway/read-document.ts";

export interface ToExplain {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

const SUPERGRAPH = new URL("../../schema/supergraph.graphql", import.meta.url);
const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** What an operation would need, as lines; throws an Error that says what is wrong with it. */
export async function explainFile({ query, operationName, variables }: ToExplain): Promise<string> {
  const gateway = new ApolloGateway({ supergraphSdl: readFileSync(SUPERGRAPH, "utf8"), logger: silent });
  let generation: Generation | undefined;
  gateway.onSchemaLoadOrUpdate((loaded) => {
    generation = new Generation(gateway, loaded, { limits: defaultLimits, isProduction: false });
  });
  await gateway.load();
  try {
    return explain(generation!, { query, operationName, variables });
  } finally {
    await gateway.stop();
  }
}

function explain(generation: Generation, { query, operationName, variables }: ToExplain): string {
  const known = generation.read(query);
  if ("problems" in known) throw new Error(known.problems.map(({ message, code }) => message ?? code).join("\n"));
  const { document } = known;
  const plan = generation.planOf(known, operationName);
  const { fetches, rules } = generation.explainPlan(plan, document, findOperation(document, operationName), variables);
  const cost = generation.weightOf(known, operationName).cost(variables);
  return [
    ...fetches.map(
      ({ stage, source, path }) => `${stage}. ${source}${path.length > 0 ? ` for ${path.join(".")}` : ""}`,
    ),
    ...rules.map((rule) => `${rule.source} asks ${rule.category} for ${rule.purpose}: ${rule.coordinates.join(", ")}`),
    `cost ${cost} of ${defaultLimits.cost}`,
    "",
  ].join("\n");
}
