import { readFileSync } from "node:fs";
import type { EntityMetadata, EntityProperty, MikroORM } from "@mikro-orm/postgresql";
import {
  buildASTSchema,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isObjectType,
  parse,
} from "graphql";
import type { Rule } from "../../../kit/decision.ts";
import { readRule } from "../../../kit/rule-directive.ts";

/** How a column is made unique, or why it cannot be. */
export type Planting =
  | "text"
  | "texts"
  | "number"
  | "day"
  | "instant"
  | "json"
  | "hash"
  | "identifier"
  | { readonly not: string };

export interface PersonalColumn {
  readonly name: string;
  readonly planting: Planting;
  readonly isNullable: boolean;
  readonly coordinate: string | undefined;
  readonly rule: Rule | undefined;
  /** The column names something about nobody, such as an offer of care. */
  readonly isKey: boolean;
}

/** A table whose rows are about people. */
export interface PersonalTable {
  readonly source: string;
  readonly name: string;
  /** The type of the schema that shows it; of the same name as its entity. */
  readonly type: string;
  /** SQL that gives the person and the holder of a row `t`. */
  readonly person: string;
  readonly holder: string;
  readonly columns: readonly PersonalColumn[];
}

/** The registry's own log: nobody's words stand in it, and whoever rewrote it would break the ledger. */
const LOGS = new Set(["decision_record", "consent_event"]);
/** Numbers the product counts by: with any other value the row would not be found. */
const COUNTERS = new Set(["version", "number", "currentVersion"]);
/** Instants a list is cut by: a hundred years ago nothing would be in it. */
const CUTS = new Set(["InboxItem.appearsAt", "InboxItem.lapsesAt"]);

export const schemaOf = (name: string): GraphQLSchema => {
  const text = readFileSync(new URL(`../../../schema/${name}.graphql`, import.meta.url), "utf8");
  return buildASTSchema(parse(text), { assumeValidSDL: true });
};

/** The tables of a subgraph that hold rows about people, read from its entities and its schema. */
export function personalTables(source: string, orm: MikroORM): PersonalTable[] {
  const schema = schemaOf(source);
  const entities = [...orm.getMetadata().getAll().values()].filter(({ tableName }) => !LOGS.has(tableName));
  return entities.flatMap((entity) => {
    const person = wordOf(entity, "personId");
    if (!person) return [];
    const columns = entity.props.filter(isStored).map((property) => columnOf(schema, entity, property));
    return [
      {
        source,
        name: entity.tableName,
        type: entity.className,
        person,
        holder: wordOf(entity, "organizationId") ?? "null",
        columns,
      },
    ];
  });
}

/** A person is about herself; a row without a person of its own is about whom the row it belongs to is about. */
function wordOf(entity: EntityMetadata, word: "personId" | "organizationId", of = "t", depth = 0): string | undefined {
  if (entity.tableName === "person") return word === "personId" ? `${of}.id` : undefined;
  const own = entity.properties[word as never] as EntityProperty | undefined;
  if (own) return `${of}.${own.fieldNames[0]}`;
  const parent = entity.props.find(({ kind, targetMeta }) => kind === "m:1" && targetMeta !== entity);
  if (!parent?.targetMeta || depth > 3) return undefined;
  const inner = `t${depth}`;
  const found = wordOf(parent.targetMeta, word, inner, depth + 1);
  return (
    found &&
    `(select ${found} from ${parent.targetMeta.tableName} ${inner} where ${inner}.id = ${of}.${parent.fieldNames[0]})`
  );
}

const isStored = ({ persist, fieldNames }: EntityProperty) => persist !== false && fieldNames?.length === 1;

function columnOf(schema: GraphQLSchema, entity: EntityMetadata, property: EntityProperty): PersonalColumn {
  const type = schema.getType(entity.className);
  const fields = isObjectType(type) ? type.getFields() : {};
  const referred = fields[property.name.replace(/Id$/, "")];
  const field = fields[property.name] ?? (referred && isObjectType(getNamedType(referred.type)) ? referred : undefined);
  const planting = plantingOf(entity, property, field);
  return {
    name: property.fieldNames[0]!,
    planting,
    isNullable: property.nullable === true,
    coordinate: field && `${entity.className}.${field.name}`,
    rule: field && (readRule(field, "consent") ?? (type && readRule(type, "consent"))),
    isKey: planting === "text" && field !== undefined && isObjectType(getNamedType(field.type)),
  };
}

function plantingOf(
  entity: EntityMetadata,
  property: EntityProperty,
  field: GraphQLField<unknown, unknown> | undefined,
): Planting {
  const [word = ""] = property.columnTypes[0]!.split("(");
  if (word === "uuid") return property.primary ? "identifier" : { not: "refers to another row" };
  if (CUTS.has(`${entity.className}.${property.name}`)) return { not: "decides by the clock whether the row is shown" };
  if (word === "boolean") return { not: "is true or false" };
  if (word === "date") return "day";
  if (word === "timestamptz") return "instant";
  if (word === "jsonb") return "json";
  // Of a text that is told to everybody.
  if (property.name === "shownNoticeHash") return { not: "refers to another row" };
  if (/[Hh]ash$/.test(property.name)) return "hash";
  const isClosed =
    property.enum || (property.items?.length ?? 0) > 0 || (field && isEnumType(getNamedType(field.type)));
  if (isClosed) return { not: "is of a closed list" };
  if (!field) return { not: `is shown to nobody, and ${entity.tableName} is found or ordered by it` };
  if (COUNTERS.has(property.name)) return { not: "is counted by" };
  if (word === "text") return "text";
  if (word === "text[]") return "texts";
  if (["int", "smallint", "double precision", "real", "numeric"].includes(word)) return "number";
  throw new Error(`Say how a canary fits ${entity.tableName}.${property.fieldNames[0]}, which is ${word}.`);
}
