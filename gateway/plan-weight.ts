import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
} from "graphql";
import type { FetchNode, PlanNode, QueryPlan } from "./engine/query-plan.ts";
import { type Count, listDepth, sizeOf, UNSIZED_LIST, type Variables } from "./list-sizes.ts";
import { type ReadIds, readerOfIds } from "./named-ids.ts";

/** What running a plan takes, worked out once a plan and then told for the variables of one request. */
export interface PlanWeight {
  /** Cost units: see {@link prices}. Never less than what the sources are asked to read. */
  readonly cost: Count;
  /** The ids named in arguments to sources that hold something under a consent rule, each once. */
  readonly lookups: (variables: Variables) => readonly string[];
}

/** What the work a plan asks of the sources costs, in units. Values of scalars and enums are part of their object. */
export const prices = {
  /** Any request, also one that asks no source: its token is verified and the registry asked who sends it. */
  request: 5,
  /** A call: signed, sent, checked and authorised, before anything is read. */
  call: 10,
  /** An object the answer may hold: about one row read, decided on and written out. */
  object: 1,
  /** A field that changes something: a transaction with its history. */
  change: 10,
} as const;

interface Weighing {
  readonly schema: GraphQLSchema;
  readonly isProtected: (source: string) => boolean;
  readonly defaults: Variables;
  readonly terms: Count[];
  readonly ids: ReadIds[];
  /** How many objects may stand at each place of the assembled data met so far, by its keys with `@` for list items. */
  readonly places: Map<string, Count>;
}

/**
 * Weighs a plan over the supergraph's schema. A list counts as many objects as its page may hold: its argument `first`
 * or `last` (literal, variable or default), also where that stands on the connection whose `edges` it is; lists inside
 * lists multiply. What `@skip` and `@include` leave out of a call is counted; a call they leave out is not.
 */
export function weighPlan(
  { node }: QueryPlan,
  operation: OperationDefinitionNode,
  about: { readonly schema: GraphQLSchema; readonly isProtected: (source: string) => boolean },
): PlanWeight {
  const defaults: Record<string, unknown> = {};
  for (const { variable, defaultValue } of operation.variableDefinitions ?? [])
    if (defaultValue?.kind === Kind.INT) defaults[variable.name.value] = Number(defaultValue.value);
    else if (defaultValue?.kind === Kind.BOOLEAN) defaults[variable.name.value] = defaultValue.value;
  const weighing: Weighing = { ...about, defaults, terms: [], ids: [], places: new Map() };
  if (node && node.kind !== "Subscription") weighNode(node, [], () => 1, weighing);
  const { terms, ids } = weighing;
  return {
    cost: (variables) => terms.reduce((sum, term) => sum + term(variables), prices.request as number),
    lookups: (variables) => (ids.length === 0 ? [] : [...new Set(ids.flatMap((read) => read(variables)))]),
  };
}

/** `times` is 1, or 0 where the values of a request leave the step out. */
function weighNode(node: PlanNode, path: readonly string[], times: Count, weighing: Weighing): void {
  switch (node.kind) {
    case "Sequence":
    case "Parallel":
      for (const one of node.nodes) weighNode(one, path, times, weighing);
      break;
    case "Flatten":
      weighNode(node.node, [...path, ...node.path.map(String)], times, weighing);
      break;
    case "Condition": {
      const isMet = (variables: Variables) => (variables[node.condition] ?? weighing.defaults[node.condition]) === true;
      const { ifClause, elseClause } = node;
      if (ifClause) weighNode(ifClause, path, (values) => (isMet(values) ? times(values) : 0), weighing);
      if (elseClause) weighNode(elseClause, path, (values) => (isMet(values) ? 0 : times(values)), weighing);
      break;
    }
    case "Fetch":
      weighFetch(node, path, times, weighing);
  }
}

function weighFetch(node: FetchNode, path: readonly string[], times: Count, weighing: Weighing): void {
  const { terms, schema } = weighing;
  const { operation, fragments } = readOperation(node.operation);
  terms.push((variables) => prices.call * times(variables));
  const isChange = operation.operation === "mutation";
  if (isChange) terms.push((variables) => prices.change * operation.selectionSet.selections.length * times(variables));
  const here = path.filter((key) => !key.startsWith("..."));
  const count = countAt(here, weighing);
  const asked: Count = (variables) => count(variables) * times(variables);
  const scope = { fragments, source: node.serviceName, rename: renamer(node), weighing };
  const [entities] = operation.selectionSet.selections;
  if (node.requires && entities?.kind === Kind.FIELD && entities.selectionSet) {
    terms.push((variables) => prices.object * asked(variables));
    weighSelections(entities.selectionSet, undefined, asked, here, undefined, scope);
  } else {
    const root = isChange ? schema.getMutationType() : schema.getQueryType();
    weighSelections(operation.selectionSet, root ?? undefined, asked, here, undefined, scope);
  }
}

interface Scope {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly source: string;
  readonly rename: (key: string) => string;
  readonly weighing: Weighing;
}

/** `page` is the size the field above asks for, which the lists of what it returns follow. */
function weighSelections(
  { selections }: SelectionSetNode,
  type: GraphQLCompositeType | undefined,
  count: Count,
  path: readonly string[],
  page: Count | undefined,
  scope: Scope,
): void {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      if (type && !isUnionType(type))
        weighField(selection, type.getFields()[selection.name.value], count, path, page, scope);
      continue;
    }
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? scope.fragments.get(selection.name.value) : selection;
    if (!fragment) continue;
    const condition = fragment.typeCondition && scope.weighing.schema.getType(fragment.typeCondition.name.value);
    const inner = isCompositeType(condition) ? condition : type;
    weighSelections(fragment.selectionSet, inner, count, path, page, scope);
  }
}

function weighField(
  node: FieldNode,
  field: GraphQLField<unknown, unknown> | undefined,
  count: Count,
  path: readonly string[],
  page: Count | undefined,
  scope: Scope,
): void {
  if (!field) return;
  const { weighing } = scope;
  if (weighing.isProtected(scope.source)) weighing.ids.push(...readerOfIds(field, node));
  const type = getNamedType(field.type);
  if (!isCompositeType(type) || !node.selectionSet) return;
  const own = sizeOf(node, field, weighing.defaults);
  const depth = listDepth(field);
  const size = own ?? page ?? (() => UNSIZED_LIST);
  const inside: Count =
    depth === 0 ? count : (variables) => count(variables) * size(variables) * UNSIZED_LIST ** (depth - 1);
  const here = [...path, scope.rename(node.alias?.value ?? node.name.value), ...Array<string>(depth).fill("@")];
  weighing.terms.push((variables) => prices.object * inside(variables));
  weighing.places.set(here.join("."), inside);
  weighSelections(node.selectionSet, type, inside, here, depth === 0 ? own : undefined, scope);
}

/** How many objects a call of entities is made for: those met at its path, or at the nearest place above that is known. */
function countAt(path: readonly string[], { places }: Weighing): Count {
  if (path.length === 0) return () => 1;
  const known = places.get(path.join("."));
  if (known) return known;
  const above = countAt(path.slice(0, -1), { places } as Weighing);
  return path.at(-1) === "@" ? (variables) => above(variables) * UNSIZED_LIST : above;
}

function renamer({ outputRewrites = [] }: FetchNode): (key: string) => string {
  const renamed = new Map<string, string>();
  for (const rewrite of outputRewrites)
    if (rewrite.kind === "KeyRenamer") renamed.set(rewrite.path.at(-1)!, rewrite.renameKeyTo);
  return (key) => renamed.get(key) ?? key;
}

function readOperation(text: string) {
  const fragments = new Map<string, FragmentDefinitionNode>();
  let operation: OperationDefinitionNode | undefined;
  for (const definition of parse(text, { noLocation: true }).definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    if (definition.kind === Kind.OPERATION_DEFINITION) operation = definition;
  }
  return { operation: operation!, fragments };
}
