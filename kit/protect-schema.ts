import { MapperKind, mapSchema } from "@graphql-tools/utils";
import {
  defaultFieldResolver,
  type GraphQLFieldResolver,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";
import type { ProtectedRecord, Rule } from "./decision.ts";
import type { Enforcement } from "./enforcement.ts";
import { forgetLoaded } from "./load-by-key.ts";
import { collectRules } from "./operation-rules.ts";
import { type MarkedElement, readRule } from "./rule-directive.ts";
import { subgraphError } from "./subgraph-error.ts";

/** How a hub marks protected coordinates, and how a subgraph tells what a row is about. */
export interface Protection {
  /** Directive on a field or type that carries its rule: `@name(category:, purpose:)`. */
  readonly ruleDirective: string;
  /** The record behind a row; undefined when the row is about nobody, which refuses every protected field of it. */
  readonly recordOf: (row: object) => ProtectedRecord | undefined;
  /** True for purposes whose refusal must look like an absent value: no error, the same bytes. */
  readonly isSilent: (purpose: string) => boolean;
}

export interface ProtectedContext {
  readonly enforcement: Enforcement;
}

/** References to entities are guarded one by one, so the union that returns them needs no guard of its own. */
const ENTITY_UNION = "_Entity";

type Resolver = GraphQLFieldResolver<object, ProtectedContext>;

/**
 * Wraps every resolver so that no protected value leaves unasked, whatever road leads to it.
 * - A rule on a type decides whether its rows exist for the viewer: a refused row is null, or missing from its list.
 * - A rule on a field decides about the value: refused is null with CONSENT_REQUIRED, or null alone for silent purposes.
 * References to entities pass the rule of their type like any row.
 */
export function protectSchema(schema: GraphQLSchema, protection: Protection): GraphQLSchema {
  const { ruleDirective } = protection;
  // Under another name, no rule would be found and every value shown.
  if (!schema.getDirective(ruleDirective))
    throw new Error(`This schema does not know @${ruleDirective} by its own name.`);
  const ruleOf = (element: object) => readRule(element as MarkedElement, ruleDirective);
  const guards = { schema, protection, ruleOf };
  for (const type of Object.values(schema.getTypeMap())) if (isObjectType(type)) guardReference(type, guards);
  return mapSchema(schema, {
    [MapperKind.OBJECT_FIELD]: (config, _fieldName, typeName) => {
      const rule = ruleOf(config);
      const resolve = filterRows((config.resolve ?? defaultFieldResolver) as Resolver, config.type, guards);
      const guarded = rule ? guardField(resolve, rule, protection) : resolve;
      const isRoot = typeName === schema.getQueryType()?.name || typeName === schema.getMutationType()?.name;
      return { ...config, resolve: isRoot ? expectRules(guarded, guards) : guarded } as typeof config;
    },
  });
}

interface Guards {
  schema: GraphQLSchema;
  protection: Protection;
  ruleOf: (element: object) => Rule | undefined;
}

function guardField(resolve: Resolver, rule: Rule, protection: Protection): Resolver {
  return (row, args, context, info) => {
    const show = (isReadable: boolean) => {
      if (isReadable) return resolve(row, args, context, info);
      if (protection.isSilent(rule.purpose)) return null;
      throw subgraphError("CONSENT_REQUIRED");
    };
    const record = protection.recordOf(row);
    const isReadable = record ? context.enforcement.isReadable(record, rule) : false;
    // A page has a thousand of these: what is known already is answered without a turn of the event loop.
    return typeof isReadable === "boolean" ? show(isReadable) : isReadable.then(show);
  };
}

/** Removes the rows a viewer may not know of from whatever a resolver returns. */
function filterRows(resolve: Resolver, type: GraphQLOutputType, guards: Guards): Resolver {
  const named = getNamedType(type);
  refuseAbstractRules(named, guards);
  const rule = isObjectType(named) ? guards.ruleOf(named) : undefined;
  if (!rule) return resolve;
  const isList = isListType(isNonNullType(type) ? type.ofType : type);
  return async (row, args, context, info) => {
    const result = (await resolve(row, args, context, info)) as object | object[] | null;
    if (isAbsent(result)) {
      if (guards.protection.isSilent(rule.purpose)) await context.enforcement.confirmAbsence(rule);
      return result;
    }
    if (!isList) return (await isVisible(result as object, rule, context, guards.protection)) ? result : null;
    const rows = await Promise.all(result as object[]);
    const visible = await Promise.all(rows.map((item) => isVisible(item, rule, context, guards.protection)));
    return rows.filter((_, index) => visible[index]);
  };
}

/** The kind of a row of an abstract type is known too late to filter it: such a schema does not start. */
function refuseAbstractRules(named: GraphQLNamedType, { schema, ruleOf }: Guards): void {
  if (!isAbstractType(named) || named.name === ENTITY_UNION) return;
  const ruled = schema.getPossibleTypes(named).find((type) => ruleOf(type));
  if (ruled) throw new Error(`${named.name} leads to ${ruled.name}, whose rows follow a rule: return the type itself.`);
}

const isAbsent = (result: object | null | undefined): result is null | undefined | [] =>
  result === null || result === undefined || (Array.isArray(result) && result.length === 0);

function isVisible(
  row: object | null,
  rule: Rule,
  context: ProtectedContext,
  protection: Protection,
): boolean | Promise<boolean> {
  const record = row ? protection.recordOf(row) : undefined;
  return record !== undefined && context.enforcement.isReadable(record, rule);
}

function expectRules(resolve: Resolver, { schema, ruleOf }: Guards): Resolver {
  return (row, args, context, info) => {
    const isChange = info.operation.operation === "mutation";
    if (isChange) forgetLoaded(context);
    context.enforcement.expect(collectRules(schema, info, ruleOf), isChange);
    return resolve(row, args, context, info);
  };
}

type ReferenceResolver = (reference: object, context: ProtectedContext, info: never) => unknown;

function guardReference(type: GraphQLObjectType, { protection, ruleOf }: Guards): void {
  const rule = ruleOf(type);
  const { subgraph } = (type.extensions.apollo ?? {}) as { subgraph?: { resolveReference?: ReferenceResolver } };
  const resolveReference = subgraph?.resolveReference;
  if (!rule || !resolveReference) return;
  subgraph.resolveReference = async (reference, context, info) => {
    const row = (await resolveReference(reference, context, info)) as object | null;
    if (!row && protection.isSilent(rule.purpose)) await context.enforcement.confirmAbsence(rule);
    return row && (await isVisible(row, rule, context, protection)) ? row : null;
  };
}
