import {
  type DocumentNode,
  extendSchema,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
} from "graphql";
import { collectRules } from "../kit/operation-rules.ts";
import { type MarkedElement, readRule } from "../kit/rule-directive.ts";
import { decide, deciders, isTrue } from "./engine/conditions.ts";
import { plannedKeys } from "./engine/planned-document.ts";
import type { FetchNode, PlanNode, QueryPlan } from "./engine/query-plan.ts";
import { RULE } from "./protected-sources.ts";
import { ruleKeepers } from "./rule-keepers.ts";

/** One call a run would make; those of one stage are made at the same time, after those of the stages before. */
export interface ExplainedFetch {
  readonly stage: number;
  readonly source: string;
  /** Where its answer goes, in the client's own names; `@` stands for each item of a list. */
  readonly path: readonly string[];
  readonly isChange: boolean;
}

/** One rule a source would ask the registry about, for each record of another organisation that it shows. */
export interface ExplainedRule {
  readonly source: string;
  readonly category: string;
  readonly purpose: string;
  /** Fields and types of the schema that carry it, as the log of decisions will name them. */
  readonly coordinates: readonly string[];
}

export interface PlanExplanation {
  readonly fetches: readonly ExplainedFetch[];
  readonly rules: readonly ExplainedRule[];
}

/** What running an operation would need. */
export interface Explanation extends PlanExplanation {
  /** How much of each limit of size it uses. */
  readonly limits: Readonly<Record<string, { readonly used: number; readonly limit: number }>>;
}

interface Reading {
  readonly fetches: (ExplainedFetch & { readonly node: FetchNode })[];
  readonly values: ReadonlyMap<string, boolean>;
  readonly clientKey: (key: string) => string;
}

/** Makes what explains plans over one supergraph, given as composed, as a schema and as clients see it. */
export function createPlanExplainer(document: DocumentNode, supergraph: GraphQLSchema, api: GraphQLSchema) {
  const keepers = ruleKeepers(document);
  const asSources = withEntities(supergraph);
  const aliasPrefix = plannedKeys(supergraph, new Set())("", "any");
  const clientKey = (key: string) => (key.startsWith(aliasPrefix) ? key.slice(aliasPrefix.length) : key);
  const rulesOf = (source: string) => (element: object) =>
    isObjectType(element) && !keepers.has(`${element.name} ${source}`)
      ? undefined
      : readRule(element as MarkedElement, RULE);
  return (
    { node }: QueryPlan,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
  ): PlanExplanation => {
    const values = decide(deciders(document), operation, variables);
    const reading: Reading = { fetches: [], values, clientKey };
    if (node && node.kind !== "Subscription") read(node, 1, [], reading);
    const rules = new Map<string, { source: string; category: string; purpose: string; coordinates: Set<string> }>();
    for (const { source, node: fetch } of reading.fetches) {
      for (const { rule, coordinates } of collectRules(asSources, partsOf(fetch.operation), rulesOf(source)).values()) {
        const key = `${source} ${rule.category} ${rule.purpose}`;
        const one = rules.get(key) ?? { source, ...rule, coordinates: new Set<string>() };
        for (const coordinate of coordinates) if (isKnownTo(api, coordinate)) one.coordinates.add(coordinate);
        rules.set(key, one);
      }
    }
    return {
      fetches: reading.fetches.map(({ node: _node, ...fetch }) => fetch),
      rules: [...rules.values()].map((one) => ({ ...one, coordinates: [...one.coordinates].sort() })),
    };
  };
}

/** Reads a plan from `stage` on and gives the stage after it. */
function read(node: PlanNode | undefined, stage: number, path: readonly string[], reading: Reading): number {
  switch (node?.kind) {
    case "Sequence":
      return node.nodes.reduce((next, one) => read(one, next, path, reading), stage);
    case "Parallel":
      return Math.max(stage, ...node.nodes.map((one) => read(one, stage, path, reading)));
    case "Flatten":
      return read(node.node, stage, [...path, ...node.path.map((key) => reading.clientKey(String(key)))], reading);
    case "Condition":
      return read(isTrue(node.condition, reading.values) ? node.ifClause : node.elseClause, stage, path, reading);
    case "Fetch":
      reading.fetches.push({
        stage,
        source: node.serviceName,
        path,
        isChange: node.operationKind === "mutation",
        node,
      });
      return stage + 1;
    default:
      return stage;
  }
}

function partsOf(text: string) {
  const { definitions } = parse(text, { noLocation: true });
  const operation = definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION)!;
  const fragments = definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION);
  return { operation, fragments: Object.fromEntries(fragments.map((one) => [one.name.value, one])) };
}

/** The supergraph with the question every source answers about its entities. */
function withEntities(supergraph: GraphQLSchema): GraphQLSchema {
  const query = supergraph.getQueryType()!.name;
  const types = Object.values(supergraph.getTypeMap()).filter((type) => isObjectType(type) && type.name !== query);
  const names = types.map(({ name }) => name).filter((name) => !name.startsWith("__"));
  const added = `scalar _Any union _Entity = ${names.join(" | ")}
    extend type ${query} { _entities(representations: [_Any!]!): [_Entity]! }`;
  return extendSchema(supergraph, parse(added, { noLocation: true }), { assumeValidSDL: true });
}

/** Some fields go from source to source only: clients are not told of them. */
function isKnownTo(api: GraphQLSchema, coordinate: string): boolean {
  const [typeName, fieldName] = coordinate.split(".");
  const type = api.getType(typeName!);
  if (!type || fieldName === undefined) return type !== undefined;
  return (isObjectType(type) || isInterfaceType(type)) && Object.hasOwn(type.getFields(), fieldName);
}
