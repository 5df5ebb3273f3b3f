import { type GraphQLSchema, isObjectType } from "graphql";
import type { World } from "./world.ts";

/** Which source alone knows a field of a type, where only one does and nothing else hangs on it: by `Type.field`. */
export function soleOwners(built: ReadonlyMap<string, GraphQLSchema>, world: World): ReadonlyMap<string, string> {
  const owners = new Map<string, string | undefined>();
  for (const [source, schema] of built)
    for (const type of Object.values(schema.getTypeMap())) {
      if (!isObjectType(type) || type.name.startsWith("_") || type.name === "Mutation") continue;
      for (const field of Object.keys(type.getFields()))
        for (const concrete of world.membersOf(type.name)) {
          const place = `${concrete}.${field}`;
          const isFree = !owners.has(place) && !world.isIdentity(concrete, field) && field !== "total";
          owners.set(place, isFree ? source : undefined);
        }
    }
  return new Map([...owners].filter((one): one is [string, string] => one[1] !== undefined));
}
