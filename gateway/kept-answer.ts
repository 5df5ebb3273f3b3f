import { type GraphQLSchema, Kind } from "graphql";
import type { PlacedObject } from "./assembled-objects.ts";
import type { AnswerPath } from "./errors.ts";
import { fitObject } from "./fitting-answer.ts";
import type { PlannedFetch } from "./planned-fetches.ts";
import { noteSource, type RequestRecord } from "./request-record.ts";
import type { SourceOutcome } from "./source-call.ts";
import { lossesFromErrors, lossOfAll, lossOfObject, stateAfter } from "./source-losses.ts";

type Served = Extract<SourceOutcome, { errors: unknown }>;
type Fields = Record<string, unknown>;

interface Fetched {
  readonly record: RequestRecord;
  readonly fetch: PlannedFetch;
  /** What the fetch was to fill, in the order named to the source. */
  readonly objects: readonly PlacedObject[];
  readonly schema: GraphQLSchema;
}

/** Keeps what fits of a source's answer and notes the rest as lost; null when none of it can be used. */
export function keepAnswer(outcome: Served, fetched: Fetched): Fields | null {
  const { record, fetch, objects } = fetched;
  const losses = lossesFromErrors(fetch, objects, outcome.errors);
  noteSource(record, fetch.source, stateAfter(outcome.errors));
  record.losses.push(...losses);
  const { data } = outcome;
  if (data === null) {
    record.losses.push(...lossOfAll(fetch, objects, { code: losses[0]?.code ?? "SOURCE_INVALID" }));
    return null;
  }
  if (fetch.requires) return keepEntities(data, fetched);
  const bases = objects.map(({ path }) => path);
  return fit(data, fetch.isMutation ? "Mutation" : "Query", bases, fetched);
}

function keepEntities(data: Fields, fetched: Fetched): Fields | null {
  const { record, fetch, objects } = fetched;
  const { _entities: entities } = data;
  if (!Array.isArray(entities) || entities.length !== objects.length) {
    noteSource(record, fetch.source, "invalid");
    record.losses.push(...lossOfAll(fetch, objects, { code: "SOURCE_INVALID" }));
    return null;
  }
  return { _entities: entities.map((entity: unknown, index) => keepEntity(entity, objects[index]!, fetched)) };
}

function keepEntity(entity: unknown, { path, object }: PlacedObject, fetched: Fetched): Fields | null {
  const { record, fetch, schema } = fetched;
  if (entity === null) {
    // The source answered: there is nothing it can show here. It is told the same way whatever the reason.
    record.losses.push(...lossOfObject(fetch, path, { code: "NOT_FOUND" }));
    return null;
  }
  const typeName = String(object.__typename);
  const isObject = typeof entity === "object" && !Array.isArray(entity);
  if (isObject && isSameType(entity as Fields, typeName, schema))
    return fit(entity as Fields, typeName, [path], fetched);
  noteSource(record, fetch.source, "invalid");
  record.losses.push(...lossOfObject(fetch, path, { code: "SOURCE_INVALID" }));
  return null;
}

function fit(value: Fields, typeName: string, bases: readonly AnswerPath[], fetched: Fetched): Fields {
  const { record, fetch, schema } = fetched;
  const onMisfit = (path: AnswerPath) => {
    noteSource(record, fetch.source, "invalid");
    const within = path.map((step) => (typeof step === "string" ? fetch.clientKey(step) : step));
    for (const base of bases)
      record.losses.push({ path: [...base, ...within], code: "SOURCE_INVALID", source: fetch.source });
  };
  return fitObject(value, typeName, askedSelections(fetch), [], { schema, document: fetch.document, onMisfit });
}

function askedSelections({ document, requires }: PlannedFetch) {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)!;
  const { selections } = operation.selectionSet;
  const [entities] = selections;
  return requires && entities?.kind === Kind.FIELD ? entities.selectionSet!.selections : selections;
}

/** An entity may come back more precise than it was asked (an interface's object), never as another type. */
function isSameType(entity: Fields, asked: string, schema: GraphQLSchema): boolean {
  const { __typename: named } = entity;
  if (named === undefined || named === asked) return true;
  return typeof named === "string" && schema.getType(asked)?.astNode?.kind === Kind.INTERFACE_TYPE_DEFINITION;
}
