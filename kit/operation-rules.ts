import {
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
  type OperationDefinitionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import type { Rule } from "./decision.ts";
import { type OperationRules, ruleKey } from "./enforcement.ts";

const known = new WeakMap<OperationDefinitionNode, OperationRules>();

/** Every rule an operation meets, on fields and on the types they return, with the coordinates that carry it. */
export function collectRules(
  schema: GraphQLSchema,
  info: Pick<GraphQLResolveInfo, "operation" | "fragments">,
  ruleOf: (element: object) => Rule | undefined,
): OperationRules {
  const remembered = known.get(info.operation);
  if (remembered) return remembered;
  const rules = new Map<string, { rule: Rule; coordinates: string[] }>();
  const add = (rule: Rule | undefined, coordinate: string) => {
    if (!rule) return;
    const entry = rules.get(ruleKey(rule)) ?? { rule, coordinates: [] };
    if (!entry.coordinates.includes(coordinate)) entry.coordinates.push(coordinate);
    rules.set(ruleKey(rule), entry);
  };
  const types = new TypeInfo(schema);
  const visitor = visitWithTypeInfo(types, {
    Field() {
      const parent = types.getParentType();
      const field = types.getFieldDef();
      if (!parent || !field) return;
      add(ruleOf(field), `${parent.name}.${field.name}`);
      const returned = getNamedType(field.type);
      if (isObjectType(returned)) add(ruleOf(returned), returned.name);
    },
    InlineFragment() {
      const type = types.getType();
      if (isObjectType(type)) add(ruleOf(type), type.name);
    },
  });
  for (const definition of [info.operation, ...Object.values(info.fragments)]) visit(definition, visitor);
  known.set(info.operation, rules);
  return rules;
}
