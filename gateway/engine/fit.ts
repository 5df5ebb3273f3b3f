import { type Fields, isFields, own, setOwn } from "./own-keys.ts";
import type { SchemaTypes, TypeShape } from "./schema-types.ts";
import type { SelectionShape, ShapedField } from "./selection-shape.ts";

/**
 * Takes from a source's object, in place, what was not asked, and what has not the asked shape: such a value becomes
 * undefined, which stands for "lost" everywhere in the engine. So a source can only ever fill the fields it was asked.
 */
export function fitObject(
  object: Fields,
  typeName: string | undefined,
  shape: SelectionShape,
  types: SchemaTypes,
): void {
  // An interface's own name says nothing of the fragments that apply.
  const fields = typeName && types.isObject(typeName) ? shape.fieldsOf(typeName) : shape.everyField;
  let found = 0;
  for (const field of fields) {
    const value = field.isInherited ? own(object, field.key) : object[field.key];
    if (value === undefined) continue;
    found += 1;
    if (value === null) continue;
    const fitted = fitValue(value, field.type, field.inner, types);
    if (fitted !== value) setOwn(object, field.key, fitted);
  }
  let held = 0;
  for (const _ in object) held += 1;
  if (held > found) dropOthers(object, fields);
}

function dropOthers(object: Fields, fields: readonly ShapedField[]): void {
  const asked = new Set(fields.map(({ key }) => key));
  for (const key of Object.keys(object)) if (!asked.has(key)) delete object[key];
}

function fitValue(
  value: unknown,
  type: TypeShape | undefined,
  inner: SelectionShape | undefined,
  types: SchemaTypes,
): unknown {
  if (value === null) return null;
  if (type ? type.item : inner && Array.isArray(value)) return fitList(value, type?.item, inner, types);
  if (!inner) return type?.isPlain && typeof value === "object" ? undefined : value;
  if (!isFields(value)) return undefined;
  const { declared } = inner;
  const named = value.__typename;
  if (named === undefined || (declared && types.isRoot(declared))) fitObject(value, declared, inner, types);
  else if (typeof named !== "string" || (declared && !types.canBe(named, declared))) return undefined;
  else fitObject(value, named, inner, types);
  return value;
}

function fitList(
  value: unknown,
  item: TypeShape | undefined,
  inner: SelectionShape | undefined,
  types: SchemaTypes,
): unknown {
  if (!Array.isArray(value)) return undefined;
  if (!inner && !item?.isPlain && !item?.item) return value;
  for (let index = 0; index < value.length; index += 1) {
    const fitted = fitValue(value[index], item, inner, types);
    if (fitted !== value[index]) value[index] = fitted;
  }
  return value;
}
