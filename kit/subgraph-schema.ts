import "reflect-metadata";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { getDocumentNodeFromSchema } from "@graphql-tools/utils";
import { type DocumentNode, type GraphQLSchema, Kind, parse } from "graphql";
import { type BuildSchemaOptions, buildSchemaSync, createResolversMap } from "type-graphql";
import { DateTimeScalar } from "./scalars.ts";

const FEDERATION = "https://specs.apollo.dev/federation/v2.12";
const IMPORTS = [
  "@key", "@external", "@requires", "@provides", "@shareable", "@inaccessible", "@override", "@tag", "@composeDirective", "@interfaceObject",
]; // biome-ignore format: one list reads better on one line

/** What a subgraph schema is made of. */
export interface SubgraphSchemaParts {
  resolvers: BuildSchemaOptions["resolvers"];
  /** Classes no resolver names, such as entities another subgraph leads to. */
  orphanedTypes?: BuildSchemaOptions["orphanedTypes"];
  /** `__resolveReference` by type name, and resolvers type-graphql cannot express. */
  references?: Record<string, { __resolveReference: (reference: never, context: never) => unknown }>;
  /** Own directives to carry into the supergraph: where they are specified, their names and definitions. */
  directives?: { url: string; names: readonly string[]; definitions: string };
}

/**
 * Builds a federation subgraph schema from type-graphql classes. Dates become the scalars `Date` and `DateTime`.
 * type-graphql keeps one global store, so only the classes named in `parts` are emitted.
 */
export function createSubgraphSchema(parts: SubgraphSchemaParts): GraphQLSchema {
  const base = buildSchemaSync({
    resolvers: parts.resolvers,
    orphanedTypes: parts.orphanedTypes ?? [],
    scalarsMap: [{ type: Date, scalar: DateTimeScalar }],
    validate: true,
    skipCheck: true,
  });
  const resolvers = createResolversMap(base) as Record<string, object>;
  for (const [typeName, reference] of Object.entries(parts.references ?? {})) {
    resolvers[typeName] = { ...resolvers[typeName], ...reference };
  }
  return buildSubgraphSchema([
    { typeDefs: withoutTypesOf(base, header(parts.directives)) },
    { typeDefs: withoutDefinitions(getDocumentNodeFromSchema(base)), resolvers: resolvers as never },
  ]);
}

/** The schema's links: federation, and our own directives composed into the supergraph. */
function header(directives: SubgraphSchemaParts["directives"]): DocumentNode {
  const quoted = (names: readonly string[]) => names.map((name) => JSON.stringify(name)).join(", ");
  const own = directives
    ? `@link(url: ${JSON.stringify(directives.url)}, import: [${quoted(directives.names)}])
       ${directives.names.map((name) => `@composeDirective(name: ${JSON.stringify(name)})`).join(" ")}`
    : "";
  return parse(`extend schema @link(url: "${FEDERATION}", import: [${quoted(IMPORTS)}]) ${own}
    ${directives?.definitions ?? ""}`);
}

/** A type the classes declare as well is taken from them. */
function withoutTypesOf(base: GraphQLSchema, document: DocumentNode): DocumentNode {
  const definitions = document.definitions.filter(
    (node) => node.kind !== Kind.ENUM_TYPE_DEFINITION || !base.getType(node.name.value),
  );
  return { ...document, definitions };
}

function withoutDefinitions(document: DocumentNode): DocumentNode {
  const definitions = document.definitions.filter(
    ({ kind }) => kind !== Kind.DIRECTIVE_DEFINITION && kind !== Kind.SCHEMA_DEFINITION,
  );
  return { ...document, definitions };
}
