import {
  type DocumentNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNullableType,
  isCompositeType,
  isEnumType,
  isInterfaceType,
  isListType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  Kind,
  type SelectionNode,
} from "graphql";
import { isOfType } from "./assembled-objects.ts";
import { selectionsOf } from "./planned-fetches.ts";

type Path = readonly (string | number)[];

interface Fitting {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  /** Told of each place whose value could not be kept. */
  readonly onMisfit: (path: Path) => void;
}

/**
 * Rebuilds an object of a source's answer from what was asked: other keys are dropped, and a value of the wrong shape
 * (a text where a list belongs, a missing key) becomes null and is reported. Without this, one odd value would make
 * the executor give up the whole answer.
 */
export function fitObject(
  value: object,
  typeName: string,
  selections: readonly SelectionNode[],
  path: Path,
  fitting: Fitting,
): Record<string, unknown> {
  const fitted: Record<string, unknown> = Object.create(null);
  fitSelections(value as Record<string, unknown>, typeName, selections, path, fitting, fitted, false);
  return fitted;
}

function fitSelections(
  value: Record<string, unknown>,
  typeName: string,
  selections: readonly SelectionNode[],
  path: Path,
  fitting: Fitting,
  fitted: Record<string, unknown>,
  isOptional: boolean,
): void {
  for (const selection of selections) {
    const mayBeAbsent = isOptional || (selection.directives?.length ?? 0) > 0;
    if (selection.kind !== Kind.FIELD) {
      const condition = selection.kind === Kind.INLINE_FRAGMENT ? selection.typeCondition?.name.value : undefined;
      const isElsewhere = condition !== undefined && !isOfType(typeName, condition, fitting.schema);
      // The source's own type system may hold more than is known here: what it sent is kept, nothing more is demanded.
      const type = isElsewhere ? condition : typeName;
      const inner = selectionsOf(selection, fitting.document);
      fitSelections(value, type, inner, path, fitting, fitted, mayBeAbsent || isElsewhere);
      continue;
    }
    fitField(value, typeName, selection, path, fitting, fitted, mayBeAbsent);
  }
}

function fitField(
  value: Record<string, unknown>,
  typeName: string,
  field: Extract<SelectionNode, { kind: Kind.FIELD }>,
  path: Path,
  fitting: Fitting,
  fitted: Record<string, unknown>,
  mayBeAbsent: boolean,
): void {
  const key = field.alias?.value ?? field.name.value;
  const here = [...path, key];
  const found = Object.hasOwn(value, key) ? value[key] : undefined;
  if (found === undefined) {
    if (mayBeAbsent || field.name.value === "__typename") return;
    fitting.onMisfit(here);
    fitted[key] = null;
    return;
  }
  const type = fieldType(fitting.schema, typeName, field.name.value);
  const kept = fitValue(found, type, field.selectionSet?.selections, here, fitting);
  // The same key asked twice, with different inner fields: both are kept.
  const earlier = fitted[key];
  fitted[key] = earlier && kept && typeof earlier === "object" ? mergeSame(earlier, kept) : kept;
}

function fieldType(schema: GraphQLSchema, typeName: string, fieldName: string): GraphQLOutputType | undefined {
  const type = schema.getType(typeName);
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[fieldName]?.type : undefined;
}

function fitValue(
  value: unknown,
  declared: GraphQLOutputType | undefined,
  selections: readonly SelectionNode[] | undefined,
  path: Path,
  fitting: Fitting,
): unknown {
  if (value === null) return null;
  const type = declared && getNullableType(declared);
  if (type ? isListType(type) : Array.isArray(value)) {
    if (!Array.isArray(value)) return misfit(path, fitting);
    const itemType = isListType(type) ? type.ofType : undefined;
    return value.map((item, index) => fitValue(item, itemType, selections, [...path, index], fitting));
  }
  if (selections) {
    if (typeof value !== "object" || Array.isArray(value)) return misfit(path, fitting);
    const named = (value as { __typename?: unknown }).__typename;
    const typeName = typeof named === "string" ? named : isCompositeType(type) ? type.name : "";
    return fitObject(value, typeName, selections, path, fitting);
  }
  const mustBePlain = isEnumType(type) || (isScalarType(type) && isSpecifiedScalarType(type));
  return mustBePlain && typeof value === "object" ? misfit(path, fitting) : value;
}

function misfit(path: Path, fitting: Fitting): null {
  fitting.onMisfit(path);
  return null;
}

function mergeSame(one: object, other: unknown): unknown {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.map((item, index) => (item && typeof item === "object" ? mergeSame(item, other[index]) : item));
  }
  if (typeof other !== "object" || other === null || Array.isArray(other)) return one;
  const merged = one as Record<string, unknown>;
  for (const [key, value] of Object.entries(other)) {
    const earlier = merged[key];
    merged[key] = earlier && typeof earlier === "object" ? mergeSame(earlier, value) : value;
  }
  return merged;
}
