import type { CompiledFetch } from "./compiled-plan.ts";
import type { Named } from "./entities.ts";
import { isNamedEntity, withoutKeyErrors } from "./entity-keys.ts";
import { fitObject } from "./fit.ts";
import type { Cause, Marks } from "./losses.ts";
import { merge } from "./merge.ts";
import { type Fields, isFields, own } from "./own-keys.ts";
import { placeErrors } from "./place-errors.ts";
import { applyRewrites } from "./rewrites.ts";
import type { SchemaTypes } from "./schema-types.ts";
import type { SourceOutcome } from "./transport.ts";

const invalid: Cause = { kind: "invalid" };
const absent: Cause = { kind: "absent" };

export interface Reception {
  readonly types: SchemaTypes;
  readonly marks: Marks;
}

/** Puts what a source answered about root fields into the objects it was asked for. */
export function acceptRoot(
  outcome: SourceOutcome<unknown>,
  fetch: CompiledFetch,
  objects: readonly Fields[],
  { types, marks }: Reception,
): void {
  if ("failure" in outcome) {
    marks.addAll(objects, fetch, { kind: "failed", failure: outcome.failure });
    return;
  }
  const { data, errors } = outcome;
  if (isFields(data)) {
    fitObject(data, fetch.shape.declared, fetch.shape, types);
    applyRewrites(fetch.outputRewrites, data, types);
    for (const object of objects) merge(object, data);
  }
  placeErrors(errors, fetch, objects, undefined, marks);
  if (!isFields(data)) marks.addAll(objects, fetch, causeOfNothing(outcome));
}

/** Puts what a source answered about entities into the objects they stand for. */
export function acceptEntities(
  outcome: SourceOutcome<unknown>,
  fetch: CompiledFetch,
  named: readonly Named[],
  reception: Reception,
): void {
  const { marks } = reception;
  const objects = named.flatMap((one) => one.objects);
  if ("failure" in outcome) {
    marks.addAll(objects, fetch, { kind: "failed", failure: outcome.failure });
    return;
  }
  const { data, errors } = outcome;
  const entities = isFields(data) ? own(data, "_entities") : undefined;
  const causes: { readonly objects: readonly Fields[]; readonly cause: Cause }[] = [];
  if (Array.isArray(entities) && entities.length === named.length) {
    for (const [index, one] of named.entries()) {
      const cause = acceptEntity(entities[index], fetch, one, reception);
      if (cause) causes.push({ objects: one.objects, cause });
    }
  } else causes.push({ objects, cause: isFields(data) ? invalid : causeOfNothing(outcome) });
  // The source's own words come first; what they leave unexplained is explained here.
  placeErrors(withoutKeyErrors(errors, entities, fetch.identity), fetch, objects, named, marks);
  for (const one of causes) marks.addAll(one.objects, fetch, one.cause);
}

function acceptEntity(entity: unknown, fetch: CompiledFetch, named: Named, { types }: Reception): Cause | undefined {
  const { typename, objects } = named;
  if (entity === null) return absent;
  if (!isFields(entity) || !isNamedEntity(entity, named, fetch.identity, types)) return invalid;
  const answered = own(entity, "__typename");
  if (answered !== undefined && !isSameEntity(answered, typename, objects[0]!, types)) return invalid;
  fitObject(entity, typeof answered === "string" ? answered : typename, fetch.shape, types);
  applyRewrites(fetch.outputRewrites, entity, types);
  // The name of an interface never hides the name of the object's own type.
  if (typeof entity.__typename === "string" && !types.isObject(entity.__typename)) entity.__typename = undefined;
  for (const object of objects) merge(object, entity);
  return undefined;
}

/** An entity may come back more precise than it was asked (an interface's object), never as another type. */
function isSameEntity(answered: unknown, asked: string, object: Fields, types: SchemaTypes): boolean {
  if (answered === asked || answered === object.__typename) return true;
  if (typeof answered !== "string" || !types.canBe(answered, asked)) return false;
  return !types.isObject(answered) || !types.isObject(String(object.__typename));
}

function causeOfNothing({ errors }: Extract<SourceOutcome<unknown>, { errors: unknown }>): Cause {
  const [error] = errors;
  return error ? { kind: "refused", error } : invalid;
}
