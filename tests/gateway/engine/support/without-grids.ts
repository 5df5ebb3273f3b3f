import {
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isListType,
  Kind,
  parse,
  print,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import type { Asked } from "./engines.ts";
import { withoutConditions } from "./without-conditions.ts";
import type { World } from "./world.ts";

/**
 * The same question without the fields that are lists of lists of objects, or are computed from such; conditions are
 * carried out on the way.
 */
export function withoutGrids(asked: Asked, schema: GraphQLSchema, world: World): Asked {
  const info = new TypeInfo(schema);
  const bare = visit(
    parse(asked.query),
    visitWithTypeInfo(info, {
      Field(field) {
        const type = info.getType();
        const owner = info.getParentType();
        if (!type || !owner) return undefined;
        const owners = isAbstractType(owner) ? schema.getPossibleTypes(owner) : [owner];
        const isComputed = owners.some(({ name }) => needsGrid(name, world.requiredBy(name, field.name.value), world));
        if (!isGrid(type as GraphQLOutputType) && !isComputed) return undefined;
        const directive = { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: "skip" } } as const;
        const met = {
          kind: Kind.ARGUMENT,
          name: { kind: Kind.NAME, value: "if" },
          value: { kind: Kind.BOOLEAN, value: true },
        } as const;
        return { ...field, directives: [{ ...directive, arguments: [met] }] };
      },
    }),
  );
  return withoutConditions({ ...asked, query: print(bare) });
}

/** Whether required fields of a type hold a list of lists of objects, or something computed from one. */
function needsGrid(typeName: string, required: SelectionSetNode | undefined, world: World): boolean {
  return (required?.selections ?? []).some((one) => {
    if (one.kind === Kind.INLINE_FRAGMENT)
      return needsGrid(one.typeCondition?.name.value ?? typeName, one.selectionSet, world);
    if (one.kind !== Kind.FIELD) return false;
    const field = world.fieldOf(typeName, one.name.value);
    if (!field) return false;
    if (isGrid(field.type) || needsGrid(typeName, world.requiredBy(typeName, field.name), world)) return true;
    return world.membersOf(getNamedType(field.type).name).some((member) => needsGrid(member, one.selectionSet, world));
  });
}

function isGrid(type: GraphQLOutputType): boolean {
  const outer = getNullableType(type);
  if (!isListType(outer)) return false;
  const inner = getNullableType(outer.ofType);
  return isListType(inner) && (isCompositeType(getNullableType(inner.ofType)) || isGrid(inner));
}
