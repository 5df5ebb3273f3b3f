import { type Fields, isFields, own, setOwn } from "./own-keys.ts";
import type { Rewrite } from "./query-plan.ts";
import type { SchemaTypes } from "./schema-types.ts";

const FRAGMENT = "... on ";

/** Applies the planner's changes to a representation or an answered object, in place. */
export function applyRewrites(rewrites: readonly Rewrite[], value: Fields, types: SchemaTypes): void {
  for (const rewrite of rewrites) rewriteAt(value, rewrite, 0, types);
}

function rewriteAt(value: unknown, rewrite: Rewrite, depth: number, types: SchemaTypes): void {
  if (Array.isArray(value)) {
    for (const item of value) rewriteAt(item, rewrite, depth, types);
    return;
  }
  if (!isFields(value)) return;
  const step = rewrite.path[depth];
  if (step === undefined) return;
  if (step.startsWith(FRAGMENT)) {
    const named = own(value, "__typename");
    if (typeof named !== "string" || types.canBe(named, step.slice(FRAGMENT.length)))
      rewriteAt(value, rewrite, depth + 1, types);
  } else if (depth < rewrite.path.length - 1) rewriteAt(own(value, step), rewrite, depth + 1, types);
  else rewriteField(value, step, rewrite);
}

function rewriteField(value: Fields, key: string, rewrite: Rewrite): void {
  if (rewrite.kind === "ValueSetter") {
    setOwn(value, key, rewrite.setValueTo);
    return;
  }
  const moved = own(value, key);
  // Zero, false, an empty text and null are values too.
  if (moved === undefined) return;
  setOwn(value, rewrite.renameKeyTo, moved);
  setOwn(value, key, undefined);
}
