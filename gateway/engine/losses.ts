import type { CompiledFetch } from "./compiled-plan.ts";
import type { SourceError } from "./transport.ts";

/** Why a source did not give something it was asked for. */
export type Cause<Failure = unknown> =
  | { readonly kind: "failed"; readonly failure: Failure }
  | { readonly kind: "refused"; readonly error: SourceError }
  /** It answered that there is no such entity. */
  | { readonly kind: "absent" }
  /** What it sent, or did not send, is not what was asked. */
  | { readonly kind: "invalid" }
  /** It was not asked any more: the caller's signal was aborted. */
  | { readonly kind: "cancelled" };

/** A field or list item the client asked for and does not get; `path` leads to a null of the answer. */
export interface Loss<Failure = unknown> {
  readonly path: readonly (string | number)[];
  readonly source: string;
  readonly cause: Cause<Failure>;
}

/** Why a place may stay empty: the fetch that was to fill it, and the source and cause it failed for. */
export interface Mark {
  readonly fetch: CompiledFetch;
  /** Another source than the fetch's own where that needed something lost. */
  readonly source: string;
  readonly cause: Cause;
}

/**
 * What is known about places of the assembled data that may stay empty. A mark counts only where the value is null or
 * missing in the end; the first mark of a place stays.
 */
export class Marks {
  readonly #byObject = new Map<object, Map<string | number, Mark>>();

  get isEmpty(): boolean {
    return this.#byObject.size === 0;
  }

  add(object: object, key: string | number, mark: Mark): void {
    let marks = this.#byObject.get(object);
    if (!marks) {
      marks = new Map();
      this.#byObject.set(object, marks);
    }
    if (!marks.has(key)) marks.set(key, mark);
  }

  /** Marks every key a fetch adds to each of its objects. */
  addAll(objects: readonly object[], fetch: CompiledFetch, cause: Cause, source = fetch.source): void {
    const mark = { fetch, source, cause };
    for (const object of objects) for (const key of fetch.keys) this.add(object, key, mark);
  }

  at(object: object, key: string | number): Mark | undefined {
    return this.#byObject.get(object)?.get(key);
  }
}
