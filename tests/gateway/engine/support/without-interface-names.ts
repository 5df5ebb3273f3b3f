import { type GraphQLSchema, isInterfaceType } from "graphql";
import type { Ask } from "./sources.ts";

/** Takes from answered entities the name of an interface. */
export function withoutInterfaceNames(ask: Ask, schema: GraphQLSchema): Ask {
  return async (asked) => {
    const told = await ask(asked);
    for (const entity of (told.data?._entities ?? []) as ({ __typename?: string } | null)[])
      if (entity?.__typename && isInterfaceType(schema.getType(entity.__typename))) delete entity.__typename;
    return told;
  };
}
