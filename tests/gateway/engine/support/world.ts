import {
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from "graphql";
import { hash } from "./draws.ts";
import { directivesOf, picked, selectionOf, textOf } from "./federated-selections.ts";

/** One thing of the world: its type, and a number no other thing has. */
export interface Row {
  readonly type: string;
  readonly n: number;
}

type Arguments = Readonly<Record<string, unknown>>;

/** Things of one type; their numbers follow each other. */
const ROWS = 7;
const NUMBERS = 10;

export interface WorldKind {
  /** Changes are made and not seen. */
  readonly isStill?: boolean;
  /** Nothing is zero, empty or false. */
  readonly isFull?: boolean;
}

/**
 * An invented world in which any two sources agree on what both know: every value depends on the thing, the field and
 * the arguments alone. Only changes are remembered; a field named `total` tells them.
 */
export class World {
  readonly #schemas: readonly GraphQLSchema[];
  /** Names of the object types, in the order of their numbers. */
  readonly #types: readonly string[];
  readonly #abstract = new Map<string, readonly string[]>();
  readonly #identities = new Set<string>();
  readonly #neverNull = new Set<string>();
  readonly #requires = new Map<string, SelectionSetNode>();
  readonly #changes = new Map<string, number>();
  readonly #enums = new Map<string, readonly string[]>();
  /** Every change that was made, as `field(id)`. */
  readonly log: string[] = [];

  readonly #kind: WorldKind;

  constructor(schemas: readonly GraphQLSchema[], kind: WorldKind = {}) {
    this.#kind = kind;
    this.#schemas = schemas;
    const names = new Set<string>();
    const abstract = new Set<string>();
    for (const schema of schemas)
      for (const type of Object.values(schema.getTypeMap())) {
        if (isAbstractType(type)) abstract.add(type.name);
        else if (isObjectType(type)) names.add(type.name);
      }
    this.#types = [...names].filter((name) => !abstract.has(name) && !name.startsWith("_")).sort();
    for (const name of abstract) this.#abstract.set(name, this.#commonMembers(name));
    for (const schema of schemas)
      for (const type of Object.values(schema.getTypeMap())) {
        if (isEnumType(type)) {
          const values = type.getValues().map((value) => value.name);
          const before = this.#enums.get(type.name);
          this.#enums.set(type.name, before ? before.filter((value) => values.includes(value)) : values);
        }
        if (!isObjectType(type) && !isInterfaceType(type)) continue;
        const keys = directivesOf(type.astNode, "key", type.extensionASTNodes).map((key) => textOf(key, "fields"));
        for (const key of keys) this.#addIdentity(type, selectionOf(key));
        for (const concrete of this.membersOf(type.name)) {
          if (!isObjectType(type)) continue;
          for (const field of Object.values(type.getFields())) {
            if (isNonNullType(field.type)) this.#neverNull.add(`${concrete}.${field.name}`);
            const [required] = directivesOf(field.astNode, "requires");
            if (required) this.#requires.set(`${concrete}.${field.name}`, selectionOf(textOf(required, "fields")));
          }
        }
      }
  }

  /** The fields of a key, and those of the objects in it, are made of the number of what the key names. */
  #addIdentity(type: GraphQLNamedType | undefined, set: SelectionSetNode): void {
    if (!isObjectType(type) && !isInterfaceType(type)) return;
    for (const one of set.selections) {
      if (one.kind !== Kind.FIELD) continue;
      for (const concrete of this.membersOf(type.name)) this.#identities.add(`${concrete}.${one.name.value}`);
      const field = type.getFields()[one.name.value];
      if (field && one.selectionSet) this.#addIdentity(getNamedType(field.type), one.selectionSet);
    }
  }

  /** The concrete types an abstract name stands for; an object type stands for itself. */
  membersOf(name: string): readonly string[] {
    return this.#abstract.get(name) ?? [name];
  }

  /** What every source that knows an abstract type as such knows behind it. */
  #commonMembers(name: string): readonly string[] {
    let common: readonly string[] | undefined;
    for (const schema of this.#schemas) {
      const type = schema.getType(name);
      if (!isAbstractType(type)) continue;
      const members = schema.getPossibleTypes(type).map((member) => member.name);
      common = common ? common.filter((member) => members.includes(member)) : members;
    }
    return (common ?? []).toSorted();
  }

  isIdentity(typeName: string, field: string): boolean {
    return this.#identities.has(`${typeName}.${field}`);
  }

  /** As `isIdentity`, of any type behind a name. */
  isIdentityOf(name: string, field: string): boolean {
    return this.membersOf(name).some((member) => this.isIdentity(member, field));
  }

  /** What a field needs of its object, where it is computed from other fields. */
  requiredBy(typeName: string, field: string): SelectionSetNode | undefined {
    return this.#requires.get(`${typeName}.${field}`);
  }

  /** The `k`-th thing of a type; of an abstract type, one of its members. */
  row(typeName: string, k: number): Row | null {
    const members = this.membersOf(typeName);
    if (members.length === 0) return null;
    const name = members[hash(`${typeName}${k % ROWS}`) % members.length]!;
    const n = name === "Query" ? 0 : (this.#types.indexOf(name) + 1) * NUMBERS + (k % ROWS);
    return { type: name, n };
  }

  /** The thing an entity's key speaks of; null when the key speaks of none of this type. */
  named(typeName: string, key: object): Row | null {
    const n = numberIn(key);
    if (n < 0) return null;
    const own = this.#types[Math.floor(n / NUMBERS) - 1];
    const members = this.membersOf(typeName);
    if (own !== undefined && members.includes(own)) return { type: own, n };
    return members.length === 1 ? this.row(typeName, n % NUMBERS) : null;
  }

  read(row: Row, field: GraphQLField<unknown, unknown>, args: Arguments): unknown {
    const { name, type } = field;
    if (name === "total") return this.#changes.get(String(row.n % NUMBERS)) ?? 0;
    const required = this.requiredBy(row.type, name);
    if (required) return `needs ${JSON.stringify(this.pick(row, required))}`;
    const sorted = Object.entries(args).sort(([one], [other]) => (one < other ? -1 : 1));
    const seed = `${row.n}.${name}(${JSON.stringify(sorted)})`;
    const isIdentity = this.isIdentity(row.type, name);
    if (isIdentity) return this.#present(nullable(type), seed, row.n, true, name);
    const isNull = !isNonNullType(type) && !this.#neverNull.has(`${row.type}.${name}`) && isHit(`${seed}?`);
    if (isNull) return null;
    const asked = typeof args.id === "string" ? Number.parseInt(args.id, 10) : Number.NaN;
    return this.#present(nullable(type), seed, Number.isNaN(asked) ? undefined : asked, false, name);
  }

  /** Carries out a change; what it answers is read afterwards. */
  change(name: string, { id = "1" }: { readonly id?: string }, type: GraphQLOutputType): unknown {
    const k = String((Number.parseInt(id, 10) || 0) % ROWS);
    this.log.push(`${name}(${id})`);
    const before = this.#changes.get(k) ?? 0;
    const verb = /^[a-z]+/.exec(name)?.[0];
    if (verb === "log") return { ...this.row("Entry", 1), at: this.log.length };
    if (!this.#kind.isStill) this.#changes.set(k, verb === "bump" ? before + 1 : verb === "double" ? before * 2 : 0);
    return this.#present(nullable(type), name, Number(k), false, name);
  }

  #value(type: GraphQLOutputType, seed: string, name: string): unknown {
    if (!isNonNullType(type) && isHit(`${seed}?`)) return null;
    return this.#present(nullable(type), seed, undefined, false, name);
  }

  #present(type: GraphQLOutputType, seed: string, n: number | undefined, isIdentity: boolean, name: string): unknown {
    const number = this.#kind.isFull ? hash(seed) * 2 * 55 * 50 + 1 : hash(seed);
    if (isListType(type)) {
      const length = hash(`${seed}#`) % 4;
      return Array.from({ length }, (_, index) => this.#value(type.ofType, `${seed}[${index}]`, name));
    }
    if (isObjectType(type) || isAbstractType(type)) return this.row(type.name, n === undefined ? number : n % NUMBERS);
    if (isEnumType(type)) {
      const values = this.#enums.get(type.name) ?? [];
      return values[number % values.length];
    }
    switch ((type as { name: string }).name) {
      case "Int":
        return isIdentity ? n : number % 5;
      case "Float":
        return (number % 50) / 4;
      case "Boolean":
        return number % 2 === 0;
      case "ID":
        return String(n ?? number % ROWS);
      case "String":
        return isIdentity ? `${name}-${n}` : number % 11 === 0 ? "" : `${seed} ${number}`;
      default:
        return number % 3 === 0 ? { any: [number, { seed }] } : number % 3 === 1 ? [number] : seed;
    }
  }

  /** The fields of a thing that another field requires, read from the world itself. */
  pick(value: unknown, set: SelectionSetNode | undefined): unknown {
    if (!set || value === null || value === undefined) return value ?? "nothing";
    if (Array.isArray(value)) return value.map((item) => this.pick(item, set));
    const row = value as Row;
    return picked(
      set,
      (typeName) => this.membersOf(typeName).includes(row.type),
      ({ name, args, inner }) => {
        const field = this.fieldOf(row.type, name);
        if (!field) return "unknown";
        const standard = field.args.filter(({ defaultValue }) => defaultValue !== undefined);
        const all = { ...Object.fromEntries(standard.map((one) => [one.name, one.defaultValue])), ...args };
        return this.pick(this.read(row, field, all), inner);
      },
    );
  }

  /** Any source's own word on the form of a field. */
  fieldOf(typeName: string, name: string): GraphQLField<unknown, unknown> | undefined {
    for (const schema of this.#schemas) {
      for (const type of Object.values(schema.getTypeMap())) {
        if (!isObjectType(type) || !this.membersOf(type.name).includes(typeName)) continue;
        const field = type.getFields()[name];
        if (field && directivesOf(field.astNode, "external").length === 0) return field;
      }
    }
    return undefined;
  }
}

const nullable = (type: GraphQLOutputType): GraphQLOutputType => (isNonNullType(type) ? type.ofType : type);
const isHit = (seed: string): boolean => hash(seed) % 8 === 0;

/** The number every leaf of an identity ends with. */
function numberIn(key: object): number {
  for (const [name, value] of Object.entries(key)) {
    if (name === "__typename") continue;
    if (typeof value === "number") return value;
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      const inner = numberIn(value);
      if (inner >= 0) return inner;
    }
    const digits = typeof value === "string" ? /(\d+)$/.exec(value) : null;
    if (digits) return Number(digits[1]);
  }
  return -1;
}
