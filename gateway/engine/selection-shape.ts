import { type DirectiveNode, type FragmentDefinitionNode, Kind, type SelectionNode } from "graphql";
import type { PlannedKey } from "./planned-document.ts";
import type { SchemaTypes, TypeShape } from "./schema-types.ts";

/** What a document's selections are read against. */
export interface SelectionScope {
  readonly types: SchemaTypes;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Whether `@skip` and `@include` leave a selection in, for the request at hand. */
  readonly isKept: (directives: readonly DirectiveNode[] | undefined) => boolean;
  /** Whether a field is not to be believed: its source computes it from what it was not told. */
  readonly isUnfounded?: (typeName: string, fieldName: string) => boolean;
  /** Where the assembled data has a field under another key than the document. */
  readonly plannedKey?: PlannedKey;
}

export interface ShapedField {
  /** Name in the answer of whoever wrote the document. */
  readonly key: string;
  /** Key in the assembled data. */
  readonly from: string;
  readonly name: string;
  /** Undefined when the schema at hand does not hold the field. */
  readonly type: TypeShape | undefined;
  readonly inner: SelectionShape | undefined;
  /** True when every object inherits something of this name: only an own property counts. */
  readonly isInherited: boolean;
}

interface Collected {
  readonly from: string;
  readonly name: string;
  readonly type: TypeShape | undefined;
  readonly inner: SelectionNode[];
}

/** The fields asked of an object, by the type it turns out to have; each type is worked out once. */
export class SelectionShape {
  readonly #scope: SelectionScope;
  /** What the selections of its fields are read against. */
  readonly #innerScope: SelectionScope;
  readonly #selections: readonly SelectionNode[];
  /** Name of the type the selections were written for; undefined where no schema knows it. */
  readonly declared: string | undefined;
  readonly #byType = new Map<string, readonly ShapedField[]>();
  #every: readonly ShapedField[] | undefined;

  constructor(
    scope: SelectionScope,
    selections: readonly SelectionNode[],
    declared: string | undefined,
    inner = scope,
  ) {
    this.#scope = scope;
    this.#innerScope = inner;
    this.#selections = selections;
    this.declared = declared;
  }

  fieldsOf(typeName: string): readonly ShapedField[] {
    const known = this.#byType.get(typeName);
    if (known) return known;
    const fields = this.#shape(typeName);
    this.#byType.set(typeName, fields);
    return fields;
  }

  /** Every field, whatever type its fragment is for. */
  get everyField(): readonly ShapedField[] {
    this.#every ??= this.#shape(undefined);
    return this.#every;
  }

  /** Whether more is asked of some objects of an abstract type than of all. */
  dependsOnType(abstractName: string): boolean {
    return this.fieldsOf(abstractName).length < this.everyField.length;
  }

  #shape(typeName: string | undefined): ShapedField[] {
    const collected = new Map<string, Collected>();
    this.#collect(this.#selections, typeName, typeName ?? this.declared, collected);
    return [...collected].map(([key, { from, name, type, inner }]) => ({
      key,
      from,
      name,
      type,
      inner: inner.length > 0 ? new SelectionShape(this.#innerScope, inner, compositeOf(type)) : undefined,
      isInherited: from in Object.prototype,
    }));
  }

  #collect(
    selections: readonly SelectionNode[],
    typeName: string | undefined,
    enclosing: string | undefined,
    into: Map<string, Collected>,
  ): void {
    const { types, fragments, isKept, isUnfounded, plannedKey } = this.#scope;
    for (const selection of selections) {
      if (!isKept(selection.directives)) continue;
      if (selection.kind === Kind.FIELD) {
        const name = selection.name.value;
        const key = selection.alias?.value ?? name;
        const inner = selection.selectionSet?.selections ?? [];
        if (isUnfounded && enclosing !== undefined && isUnfounded(enclosing, name)) continue;
        const earlier = into.get(key);
        if (earlier) earlier.inner.push(...inner);
        else {
          const type = types.fieldShape(typeName, name) ?? types.fieldShape(enclosing, name);
          const from = plannedKey ? plannedKey(selection.alias?.value, name) : key;
          into.set(key, { from, name, type, inner: [...inner] });
        }
        continue;
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      const condition = fragment?.typeCondition?.name.value;
      if (!fragment || (typeName && condition && !types.canBe(typeName, condition))) continue;
      this.#collect(fragment.selectionSet.selections, typeName, condition ?? enclosing, into);
    }
  }
}

function compositeOf(type: TypeShape | undefined): string | undefined {
  let inner = type;
  while (inner?.item) inner = inner.item;
  return inner?.composite;
}
