import { type ComposeFile, type ComposeService, filledIn, variablesAskedFor } from "./compose-file.ts";

export interface DeploymentFacts {
  /** The five subgraphs by name, as the hub lists them. */
  readonly subgraphs: readonly string[];
  /** What the process of a service reads, by variable; `isRequired` when it has no default. */
  variablesOf(service: string): Readonly<Record<string, { readonly isRequired: boolean }>>;
  /** Whether `npm run build` makes this file, given relative to the root. */
  isBuilt(path: string): boolean;
  readonly dockerTargets: readonly string[];
  /** Variables explained in .env.example. */
  readonly explainedVariables: readonly string[];
  /** Services that may be reached from outside. */
  readonly publishedServices: readonly string[];
}

const POSTGRES_PORT = "5432";

/** Everything by which the compose file would not start the hub, one sentence each; empty when it would. */
export function composeProblems(file: ComposeFile, facts: DeploymentFacts): string[] {
  const services = Object.entries(file.services);
  const wanted = ["postgres", "gateway", ...facts.subgraphs];
  const missing = wanted.filter((name) => !file.services[name]).map((name) => `The service ${name} is missing.`);
  return [...missing, ...services.flatMap(([name, service]) => serviceProblems(name, service, file, facts))];
}

function serviceProblems(name: string, service: ComposeService, file: ComposeFile, facts: DeploymentFacts): string[] {
  const problems = [
    ...healthProblems(service),
    ...secretProblems(service),
    ...dependencyProblems(service, file),
    ...explanationProblems(service, facts),
    ...publicationProblems(name, service, facts),
  ];
  if (name !== "postgres") {
    problems.push(
      ...variableProblems(name, service, facts),
      ...addressProblems(service, file),
      ...commandProblems(name, service, facts),
      ...peerProblems(service, facts),
    );
  }
  return problems.map((problem) => `${name}: ${problem}`);
}

/** A service that ends by itself is never asked whether it is well. */
function healthProblems({ healthcheck, profiles }: ComposeService): string[] {
  if (profiles) return [];
  return healthcheck?.test?.length ? [] : ["it has no health check."];
}

function secretProblems({ environment = {} }: ComposeService): string[] {
  return Object.entries(environment).flatMap(([name, value]) => {
    const password = URL.canParse(filledIn(value)) ? /\/\/[^:/]*:(.*)@/.exec(value)?.[1] : undefined;
    const secret = password ?? (/PASSWORD|SECRET|KEY$/.test(name) ? value : undefined);
    return secret === undefined || /^\$\{\w+:\?[^}]+\}$/.test(secret) ? [] : [`${name} holds a secret in the file.`];
  });
}

function dependencyProblems({ depends_on = {}, environment = {} }: ComposeService, file: ComposeFile): string[] {
  const awaited = Object.entries(depends_on).flatMap(([name, { condition }]) => {
    if (!file.services[name]) return [`it waits for ${name}, which is no service.`];
    const expected = file.services[name].profiles ? "service_completed_successfully" : "service_healthy";
    return condition === expected ? [] : [`it does not wait until ${name} is healthy.`];
  });
  const needsDatabase = environment.DATABASE_URL !== undefined && !depends_on.postgres;
  return needsDatabase ? [...awaited, "it uses a database but does not wait for postgres."] : awaited;
}

function explanationProblems({ environment = {}, ports = [] }: ComposeService, facts: DeploymentFacts): string[] {
  const asked = new Set([...Object.values(environment), ...ports].flatMap(variablesAskedFor));
  const unexplained = [...asked].filter((name) => !facts.explainedVariables.includes(name));
  return unexplained.map((name) => `it takes ${name}, which .env.example does not explain.`);
}

function publicationProblems(name: string, { ports, environment }: ComposeService, facts: DeploymentFacts): string[] {
  if (!ports?.length) return [];
  if (!facts.publishedServices.includes(name)) return ["it is published outside."];
  const wrong = ports.filter((port) => filledIn(port).split(":").at(-1) !== environment?.PORT);
  return wrong.map((port) => `it publishes ${port} but listens on ${environment?.PORT}.`);
}

function variableProblems(name: string, { environment = {} }: ComposeService, facts: DeploymentFacts): string[] {
  const declared = facts.variablesOf(name);
  const unread = Object.keys(environment).filter((variable) => !Object.hasOwn(declared, variable));
  const required = Object.keys(declared).filter((variable) => declared[variable]?.isRequired);
  const unset = required.filter((variable) => !Object.hasOwn(environment, variable));
  return [
    ...unread.map((variable) => `it sets ${variable}, which nothing reads.`),
    ...unset.map((variable) => `it does not set ${variable}, without which it does not start.`),
  ];
}

function addressProblems({ environment = {}, networks = [] }: ComposeService, file: ComposeFile): string[] {
  const urls = Object.values(environment)
    .flatMap((value) => filledIn(value).split(";"))
    .map((value) => value.replace(/^[\w-]+=(?=https?:)/, ""))
    .filter((value) => /^(https?|postgres(ql)?):/.test(value) && !isOutside(value));
  return urls.flatMap((text) => {
    const { hostname, port } = new URL(text);
    const target = file.services[hostname];
    if (!target) return [`it looks for ${hostname}, which is no service.`];
    const expected = hostname === "postgres" ? POSTGRES_PORT : target.environment?.PORT;
    if (port !== expected) return [`it looks for ${hostname} on port ${port}, which listens on ${expected}.`];
    const isReachable = target.networks?.some((network) => networks.includes(network));
    return isReachable ? [] : [`it shares no network with ${hostname}.`];
  });
}

/** An address that names somebody (an audience, for example) and is not called. */
function isOutside(url: string): boolean {
  return new URL(url).hostname.includes(".");
}

function commandProblems(name: string, { build, command }: ComposeService, facts: DeploymentFacts): string[] {
  const [program, file = "", ...words] = command ?? [];
  const problems: string[] = [];
  if (program !== "node" || !facts.isBuilt(file)) problems.push(`it starts ${file || "nothing"}, which is not built.`);
  if (file === "dist/subgraphs/index.js" && (words[0] !== name || !facts.subgraphs.includes(name)))
    problems.push(`it starts the subgraph ${words[0]}.`);
  if (!facts.dockerTargets.includes(build?.target ?? ""))
    problems.push(`its image ${build?.target} is not in the Dockerfile.`);
  return problems;
}

function peerProblems({ environment = {} }: ComposeService, facts: DeploymentFacts): string[] {
  if (environment.PEERS === undefined) return [];
  const peers = environment.PEERS.split(";").map((pair) => pair.split("=") as [string, string]);
  const misnamed = peers.filter(([peer, url]) => new URL(url).hostname !== peer);
  const absent = ["gateway", ...facts.subgraphs].filter((name) => !peers.some(([peer]) => peer === name));
  return [
    ...misnamed.map(([peer, url]) => `its peer ${peer} is said to be at ${url}.`),
    ...absent.map((peer) => `its peer ${peer} is missing.`),
  ];
}
