import { explain } from "./explain.ts";
import type { Loss } from "./losses.ts";
import { type Fields, isFields, newFields, own } from "./own-keys.ts";
import type { Run } from "./run-plan.ts";
import type { SchemaTypes, TypeShape } from "./schema-types.ts";
import type { SelectionShape } from "./selection-shape.ts";

export interface Answer {
  readonly data: Fields | null;
  readonly losses: Loss[];
}

/** Stands for a value that must exist and does not: what holds it becomes null in its place. */
const MISSING = Symbol("missing");

/** The client's answer, made of what was assembled, and every place of it that is null because something was lost. */
export function shapeAnswer(run: Run, shape: SelectionShape, types: SchemaTypes): Answer {
  const builder = new AnswerBuilder(run, types);
  const data = builder.object(run.tree, shape.declared!, shape, 0);
  if (data !== MISSING) return { data: data as Fields, losses: builder.losses };
  const roots = new Map(builder.losses.map((loss) => [loss.path[0], { ...loss, path: loss.path.slice(0, 1) }]));
  return { data: null, losses: [...roots.values()] };
}

class AnswerBuilder {
  readonly #run: Run;
  readonly #types: SchemaTypes;
  /** The place being filled, in the client's keys; steps beyond the present depth are left over from others. */
  readonly #path: (string | number)[] = [];
  /** The same place in the keys of the assembled data. */
  readonly #way: (string | number)[] = [];
  readonly losses: Loss[] = [];

  constructor(run: Run, types: SchemaTypes) {
    this.#run = run;
    this.#types = types;
  }

  object(source: Fields, typeName: string, shape: SelectionShape, depth: number): unknown {
    const answer = newFields();
    for (const field of shape.fieldsOf(typeName)) {
      this.#path[depth] = field.key;
      this.#way[depth] = field.from;
      const found = field.isInherited ? own(source, field.from) : source[field.from];
      const value =
        field.name === "__typename"
          ? this.#typename(found, typeName, depth)
          : this.#value(found, field.type!, field.inner, source, field.from, depth);
      if (value === MISSING) return MISSING;
      answer[field.key] = value;
    }
    return answer;
  }

  #typename(found: unknown, typeName: string, depth: number): unknown {
    if (this.#types.isObject(typeName)) return typeName;
    if (typeof found === "string" && this.#types.isObject(found)) return found;
    this.#lose(depth);
    return MISSING;
  }

  #value(
    value: unknown,
    type: TypeShape,
    inner: SelectionShape | undefined,
    parent: object,
    key: string | number,
    depth: number,
  ): unknown {
    const before = this.losses.length;
    let answer = this.#nullable(value, type, inner, depth);
    if (answer === MISSING) {
      // The last loss is the one that emptied this place; those before it stood inside.
      const cause = this.losses.at(-1)!;
      this.losses.length = before;
      this.losses.push({ ...cause, path: this.#path.slice(0, depth + 1) });
      answer = null;
    }
    if (answer !== null) return answer;
    if (this.losses.length === before && value === null) {
      const { marks } = this.#run;
      const mark = marks.isEmpty ? undefined : marks.at(parent, key);
      if (mark) this.losses.push({ path: this.#path.slice(0, depth + 1), source: mark.source, cause: mark.cause });
      else if (type.isNonNull) this.#lose(depth);
    }
    return type.isNonNull ? MISSING : null;
  }

  #nullable(value: unknown, type: TypeShape, inner: SelectionShape | undefined, depth: number): unknown {
    if (value === null) return null;
    if (value !== undefined) {
      if (type.item) {
        if (Array.isArray(value)) return this.#list(value, type.item, inner, depth);
      } else if (inner) {
        const typeName = this.#runtimeType(value, type.composite!);
        if (typeName) {
          if (this.#types.isObject(typeName) || !inner.dependsOnType(typeName))
            return this.object(value as Fields, typeName, inner, depth + 1);
          // Nobody said what it is, so nobody can say which of the asked fields it has.
          this.#lose(depth, "__typename");
          return null;
        }
      } else if (type.accepts(value)) return value;
    }
    this.#lose(depth);
    return null;
  }

  #list(values: readonly unknown[], item: TypeShape, inner: SelectionShape | undefined, depth: number): unknown {
    const answers: unknown[] = [];
    for (let index = 0; index < values.length; index += 1) {
      this.#path[depth + 1] = index;
      this.#way[depth + 1] = index;
      const answer = this.#value(values[index], item, inner, values, index, depth + 1);
      if (answer === MISSING) return MISSING;
      answers.push(answer);
    }
    return answers;
  }

  #runtimeType(value: unknown, declared: string): string | undefined {
    if (!isFields(value)) return undefined;
    const named = value.__typename;
    if (named === undefined || this.#types.isRoot(declared)) return declared;
    return typeof named === "string" && this.#types.canBe(named, declared) ? named : undefined;
  }

  /** Names the present place as lost; `within` is the field of it whose lack is the reason. */
  #lose(depth: number, ...within: string[]): void {
    const way = [...this.#way.slice(0, depth + 1), ...within];
    const { source, cause } = explain(this.#run.tree, [], way, this.#run);
    this.losses.push({ path: this.#path.slice(0, depth + 1), source, cause });
  }
}
