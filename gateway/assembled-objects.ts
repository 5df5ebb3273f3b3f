import { type GraphQLSchema, isAbstractType, isObjectType } from "graphql";
import type { AnswerPath } from "./errors.ts";
import type { PlannedFetch, RequiredSelection } from "./planned-fetches.ts";

type Fields = Record<string, unknown>;

/** One object of the assembled data and the place it has in the client's answer. */
export interface PlacedObject {
  readonly path: AnswerPath;
  readonly object: Fields;
}

/**
 * The objects a fetch adds fields to, in the order the executor names them to the source: those that exist at the
 * fetch's path and, for entities, bring every field the source requires.
 */
export function objectsOfFetch(assembled: Fields, fetch: PlannedFetch, schema: GraphQLSchema): PlacedObject[] {
  const placed = objectsAt(assembled, fetch.path, []);
  const { requires } = fetch;
  return requires ? placed.filter(({ object }) => isRepresentable(object, requires, schema)) : placed;
}

function objectsAt(value: unknown, path: AnswerPath, reached: AnswerPath): PlacedObject[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) {
    const rest = path[0] === "@" ? path.slice(1) : path;
    return value.flatMap((item, index) => objectsAt(item, rest, [...reached, index]));
  }
  const [key, ...rest] = path;
  if (key === undefined) return [{ path: reached, object: value as Fields }];
  return Object.hasOwn(value, key) ? objectsAt((value as Fields)[key], rest, [...reached, key]) : [];
}

/** True when the executor can name the object to a source; it leaves out objects that miss a required field. */
function isRepresentable(object: Fields, requires: readonly RequiredSelection[], schema: GraphQLSchema): boolean {
  return typenameOf(object, requires, schema) === "named";
}

function typenameOf(
  object: Fields,
  selections: readonly RequiredSelection[],
  schema: GraphQLSchema,
): "named" | "unnamed" | "incomplete" {
  let result: "named" | "unnamed" = "unnamed";
  for (const selection of selections) {
    if (selection.kind === "Field") {
      const key = selection.alias ?? selection.name;
      if (!Object.hasOwn(object, key) || object[key] === undefined) return "incomplete";
      if (key === "__typename" && object[key]) result = "named";
    } else if (selection.typeCondition && isOfType(object.__typename, selection.typeCondition, schema)) {
      if (typenameOf(object, selection.selections, schema) === "named") result = "named";
    }
  }
  return result;
}

/** Whether an object that calls itself `typename` falls under a type condition. */
export function isOfType(typename: unknown, condition: string, schema: GraphQLSchema): boolean {
  if (typename === condition) return true;
  if (typeof typename !== "string") return false;
  const type = schema.getType(typename);
  const conditionType = schema.getType(condition);
  return isAbstractType(conditionType) && isObjectType(type) && schema.isSubType(conditionType, type);
}
