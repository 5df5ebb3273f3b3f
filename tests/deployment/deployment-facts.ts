import { existsSync, readdirSync, readFileSync } from "node:fs";
import { gatewayVariables } from "../../gateway/configuration.ts";
import type { Variable } from "../../kit/environment.ts";
import { issuerVariables } from "../../scripts/development/issuer-configuration.ts";
import { seedVariables } from "../../scripts/seed/configuration.ts";
import { subgraphVariables } from "../../subgraphs/configuration.ts";
import { readComposeFile } from "./compose-file.ts";
import type { DeploymentFacts } from "./compose-problems.ts";

export const root = new URL("../../", import.meta.url).pathname;
/** A file of the project, given relative to its root. */
export const read = (path: string) => readFileSync(`${root}${path}`, "utf8");
export const compose = readComposeFile(`${root}docker-compose.yml`);
/** Every folder of `subgraphs/` that holds one. */
export const subgraphs = readdirSync(`${root}subgraphs`).filter((name) =>
  existsSync(`${root}subgraphs/${name}/subgraph.ts`),
);
const buildFolders = (JSON.parse(read("tsconfig.build.json")) as { include: string[] }).include;

/** The declared variables of the process that a service runs. */
export const tableOf = (service: string): Record<string, Variable<unknown>> => {
  if (service === "gateway") return gatewayVariables;
  if (service === "seed") return seedVariables;
  return service === "development-issuer" ? issuerVariables : subgraphVariables;
};

/** What the code, the Dockerfile and .env.example say about the deployment. */
export const facts: DeploymentFacts = {
  subgraphs,
  variablesOf: (service) =>
    Object.fromEntries(
      Object.entries(tableOf(service)).map(([name, variable]) => [name, { isRequired: !("default" in variable) }]),
    ),
  isBuilt(path) {
    const source = /^dist\/(([^/]+)\/.+)\.js$/.exec(path);
    return source !== null && buildFolders.includes(source[2] ?? "") && existsSync(`${root}${source[1]}.ts`);
  },
  dockerTargets: [...read("Dockerfile").matchAll(/^FROM \S+ AS (\S+)$/gm)].map(([, target]) => target ?? ""),
  explainedVariables: [...read(".env.example").matchAll(/^(\w+)=/gm)].map(([, name]) => name ?? ""),
  publishedServices: ["gateway", "development-issuer"],
};
