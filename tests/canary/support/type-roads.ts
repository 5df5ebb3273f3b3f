import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isObjectType,
} from "graphql";
import type { Draw } from "../../gateway/engine/support/draws.ts";

export type Field = GraphQLField<unknown, unknown>;

export const coordinateOf = (type: GraphQLObjectType, { name }: Field): string => `${type.name}.${name}`;

/** The object types a field leads to; none for a leaf. */
export function targetsOf(schema: GraphQLSchema, { type }: Field): readonly GraphQLObjectType[] {
  const named = getNamedType(type);
  if (isAbstractType(named)) return schema.getPossibleTypes(named);
  return isObjectType(named) ? [named] : [];
}

/** How every field of a schema is reached from one of its types. */
export class TypeRoads {
  /** Steps from the start to each type. */
  readonly #distance = new Map<GraphQLObjectType, number>();
  readonly #ways = new Map<GraphQLObjectType, { from: GraphQLObjectType; field: Field }[]>();
  readonly #owners = new Map<string, GraphQLObjectType>();

  constructor(schema: GraphQLSchema, start: GraphQLObjectType, depth: number) {
    this.#distance.set(start, 0);
    const types = [start];
    for (const type of types) {
      const steps = this.#distance.get(type)!;
      for (const field of Object.values(type.getFields())) {
        this.#owners.set(coordinateOf(type, field), type);
        for (const target of targetsOf(schema, field)) {
          if (!this.#distance.has(target) && steps + 1 < depth) {
            this.#distance.set(target, steps + 1);
            types.push(target);
          }
          const ways = this.#ways.get(target) ?? [];
          ways.push({ from: type, field });
          this.#ways.set(target, ways);
        }
      }
    }
  }

  get coordinates(): string[] {
    return [...this.#owners.keys()];
  }

  /** The fields that lead to a coordinate, by any of the ways that are not much longer than the shortest. */
  roadTo(coordinate: string, draw: Draw): Field[] {
    let type = this.#owners.get(coordinate)!;
    const road = [type.getFields()[coordinate.split(".")[1]!]!];
    let stepsLeft = this.#distance.get(type)! + draw(3);
    while (this.#distance.get(type)! > 0) {
      const fitting = this.#ways.get(type)!.filter(({ from }) => this.#distance.get(from)! < stepsLeft);
      const { from, field } = fitting[draw(fitting.length)]!;
      road.unshift(field);
      type = from;
      stepsLeft -= 1;
    }
    return road;
  }
}
