import { ApolloGateway, type GatewayConfig } from "@apollo/gateway";
import { getVariableValues } from "graphql";
import { during } from "../kit/request-scope.ts";
import { admit } from "./admission.ts";
import { answerOf, refusalOf } from "./answer-contract.ts";
import { EngineFault } from "./engine/engine-fault.ts";
import { lossesOfEngine } from "./engine-losses.ts";
import { RequestRefused } from "./errors.ts";
import { explainOperation } from "./explain-operation.ts";
import { Generation } from "./generation.ts";
import type { Front, HubOptions } from "./hub.ts";
import { findOperation } from "./read-document.ts";
import { hubFailed, requestProblem } from "./request-problems.ts";
import { type Ran, type Run, runWithStock } from "./stock-run.ts";
import type { SubgraphLinks } from "./subgraph-link.ts";

/**
 * Answers with our own engine: a document is read, checked and planned once, whoever sends it. The library loads and
 * replaces supergraphs and plans; it also runs what the engine was not made for, such as questions about the schema.
 */
export async function openEngineFront(
  config: GatewayConfig,
  links: SubgraphLinks,
  options: HubOptions,
): Promise<Front> {
  const { limits, logger } = options;
  const gateway = new ApolloGateway(config);
  let inForce: Generation | undefined;
  gateway.onSchemaLoadOrUpdate((loaded) => {
    inForce = new Generation(gateway, loaded, options);
  });
  const { executor: stock } = await gateway.load();
  const run = async (one: Run): Promise<Ran> => {
    try {
      return await runWithEngine(one, links);
    } catch (error) {
      if (error instanceof EngineFault && one.operation.operation === "query") return runWithStock(one, stock);
      throw error;
    }
  };
  return {
    async answer({ query, variables, operationName }, record) {
      const generation = inForce!;
      const known = generation.read(query);
      if ("problems" in known) return refusalOf(known.problems, record, limits);
      const operation = findOperation(known.document, operationName);
      record.operationHash = known.hash.slice(0, 16);
      const { errors } = getVariableValues(generation.schema, operation.variableDefinitions ?? [], variables);
      if (errors) {
        const problems = errors.map((error) => requestProblem(error, limits));
        return refusalOf(problems, record, limits);
      }
      try {
        const weigh = () => generation.weightOf(known, operationName);
        await admit({ document: known.document, variables, weigh }, record, options);
        const { data, losses } = await during("run", () =>
          run({ generation, known, operation, operationName, query, variables, record }),
        );
        record.lost = losses;
        return { status: 200, headers: {}, result: answerOf(data, losses, record, limits) };
      } catch (error) {
        if (error instanceof RequestRefused) throw error;
        logger.error(`an operation failed inside the hub (${(error as Error).name})`);
        return refusalOf([hubFailed], record, limits);
      }
    },
    explain: (asked, record) => explainOperation(inForce!, asked, record, options),
    close: () => gateway.stop(),
  };
}

async function runWithEngine(
  { generation, known, operation, operationName, variables, record }: Run,
  links: SubgraphLinks,
): Promise<Ran> {
  const { data, losses } = await generation.engine.execute({
    queryPlan: generation.planOf(known, operationName),
    document: known.document,
    operationName,
    variables,
    transport: links.transportOf(record),
    // A change that has begun is carried through.
    signal: operation.operation === "query" ? record.clientGone : undefined,
  });
  return { data, losses: lossesOfEngine(losses, record) };
}
