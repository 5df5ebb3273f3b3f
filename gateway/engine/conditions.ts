import { type DirectiveNode, type DocumentNode, Kind, type OperationDefinitionNode, visit } from "graphql";
import { EngineFault } from "./engine-fault.ts";

type Values = ReadonlyMap<string, boolean>;

/** Names of the variables that decide what `@skip` and `@include` leave of a document. */
export function deciders(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive({ name, arguments: [condition] = [] }) {
      if (isCondition(name.value) && condition?.value.kind === Kind.VARIABLE) names.add(condition.value.name.value);
    },
  });
  return [...names];
}

/** What the deciding variables of an operation are in one request. */
export function decide(
  names: readonly string[],
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Values {
  const values = new Map<string, boolean>();
  for (const definition of operation.variableDefinitions ?? []) {
    const name = definition.variable.name.value;
    if (!names.includes(name)) continue;
    const given = Object.hasOwn(variables, name) ? variables[name] : undefined;
    const standard = definition.defaultValue?.kind === Kind.BOOLEAN ? definition.defaultValue.value : undefined;
    const value = given ?? standard;
    if (typeof value === "boolean") values.set(name, value);
  }
  return values;
}

export const isTrue = (name: string, values: Values): boolean => {
  const value = values.get(name);
  if (value === undefined) throw new EngineFault(`The variable $${name} decides what is asked and has no value.`);
  return value;
};

/** Whether the directives of a selection leave it in. */
export function keeper(values: Values): (directives: readonly DirectiveNode[] | undefined) => boolean {
  return (directives) =>
    !directives?.some(({ name, arguments: [condition] = [] }) => {
      if (!isCondition(name.value) || !condition) return false;
      const { value } = condition;
      const isMet = value.kind === Kind.VARIABLE ? isTrue(value.name.value, values) : isTrueLiteral(value);
      return isMet === (name.value === "skip");
    });
}

const isCondition = (name: string): boolean => name === "skip" || name === "include";

const isTrueLiteral = (value: { kind: string; value?: unknown }): boolean =>
  value.kind === Kind.BOOLEAN && value.value === true;
