import type { Road, TypeGraph } from "./schema-roads.ts";

/** How a road is written down: as it is, every field renamed, or hidden in fragments. */
export type Form = "plain" | "alias" | "fragment";

export interface RoadQuery {
  readonly query: string;
  readonly roads: readonly (Road & { readonly keys: readonly string[]; readonly leafKeys: readonly string[] })[];
}

/** The hub accepts so many root fields, and so many aliases, in one operation. */
const MOST_ROADS = 10;
const MOST_ALIASES = 30;

/** Operations that walk all the roads from the root; ids come as variables named as the root fields that take them. */
export function queriesOf(roads: readonly Road[], form: Form): RoadQuery[] {
  const groups: Road[][] = [[]];
  let aliases = 0;
  for (const road of roads) {
    const own = form === "alias" ? road.steps.length + road.leaves.length : 0;
    if (groups.at(-1)!.length === MOST_ROADS || aliases + own > MOST_ALIASES) {
      groups.push([]);
      aliases = 0;
    }
    groups.at(-1)!.push(road);
    aliases += own;
  }
  return groups.map((group) => write(group, form));
}

function write(roads: readonly Road[], form: Form): RoadQuery {
  const written = roads.map((road, index) => writeRoad(road, form, index));
  const names = new Set(
    written.flatMap(({ selection }) => [...selection.matchAll(/\(id: \$(\w+)\)/g)].map(([, name]) => name)),
  );
  const variables = names.size > 0 ? `(${[...names].map((name) => `$${name}: ID!`).join(", ")})` : "";
  const body =
    form === "fragment"
      ? `{ ${written.map((_, index) => `...Road${index}`).join(" ")} } ${written
          .map(({ selection }, index) => `fragment Road${index} on Query { ${selection} }`)
          .join(" ")}`
      : `{ ${written.map(({ selection }) => selection).join(" ")} }`;
  return { query: `query ${variables} ${body}`, roads: written };
}

function writeRoad(road: Road, form: Form, index: number) {
  const rename = (name: string, key: string) => (form === "alias" ? `${key}: ${name}` : name);
  const keyOf = (field: string, key: string) => (form === "alias" ? key : field.replace(/\(.*/, ""));
  const keys = road.steps.map(({ field }, depth) => keyOf(field, `r${index}s${depth}`));
  const leafKeys = road.leaves.map((leaf, place) => keyOf(leaf, `r${index}l${place}`));
  const leaves = road.leaves.map((leaf, place) => rename(leaf, `r${index}l${place}`)).join(" ");
  const selection = road.steps.reduceRight((inside, { field, target }, depth) => {
    const within = form === "fragment" ? `... on ${target} { ${inside} }` : inside;
    return `${rename(field, keys[depth]!)} { ${within} }`;
  }, `__typename ${leaves}`);
  return { ...road, keys, leafKeys, selection };
}

/** What of an answer stands where a rule should have kept it away: places, never values. */
export function disclosedOn(
  { protectedTypes }: Pick<TypeGraph, "protectedTypes">,
  data: unknown,
  query: RoadQuery,
): string[] {
  return query.roads.flatMap(({ steps, keys, leafKeys, leaves }) => {
    const found: string[] = [];
    let level = [data];
    for (const [depth, { target }] of steps.entries()) {
      level = level
        .flatMap((value) => (value as Record<string, unknown>)[keys[depth]!] ?? [])
        .filter((value) => value !== null);
      if (level.length > 0 && protectedTypes.has(target))
        found.push(`${keys.slice(0, depth + 1).join(".")}: ${target}`);
    }
    for (const value of level)
      for (const [place, key] of leafKeys.entries())
        if ((value as Record<string, unknown>)[key] !== null) found.push(`${keys.join(".")}.${leaves[place]}`);
    return found;
  });
}
