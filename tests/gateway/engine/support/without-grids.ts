import {
  type GraphQLOutputType,
  type GraphQLSchema,
  getNullableType,
  isCompositeType,
  isListType,
  Kind,
  parse,
  print,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import type { Asked } from "./engines.ts";
import { withoutConditions } from "./without-conditions.ts";

/** The same question without the fields that are lists of lists of objects; conditions are carried out on the way. */
export function withoutGrids(asked: Asked, schema: GraphQLSchema): Asked {
  const info = new TypeInfo(schema);
  const bare = visit(
    parse(asked.query),
    visitWithTypeInfo(info, {
      Field(field) {
        const type = info.getType();
        if (!type || !isGrid(type as GraphQLOutputType)) return undefined;
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

function isGrid(type: GraphQLOutputType): boolean {
  const outer = getNullableType(type);
  if (!isListType(outer)) return false;
  const inner = getNullableType(outer.ofType);
  return isListType(inner) && (isCompositeType(getNullableType(inner.ofType)) || isGrid(inner));
}
