import { composeServices } from "@apollo/composition";
import { Supergraph } from "@apollo/federation-internals";
import { printSubgraphSchema } from "@apollo/subgraph";
import { lexicographicSortSchema, parse, print, printSchema, visit } from "graphql";
import { subgraphs } from "../../subgraphs/index.ts";
import { composeRegister } from "./register.ts";

/** Text of each file of `schema/` by its name, made from the classes of the subgraphs alone. */
export type SchemaFiles = Readonly<Record<string, string>>;

/** The subgraphs do not fit together; each problem is one sentence of the composer. */
export class CompositionRefused extends Error {
  override readonly name = "CompositionRefused";
  constructor(readonly problems: readonly string[]) {
    super(`The subgraphs do not compose:\n${problems.join("\n")}`);
  }
}

/** Prints each subgraph, composes them, and prints what clients see. */
export function composeSchemaFiles(): SchemaFiles {
  const services = subgraphs.map(({ name, schema }) => ({
    name,
    url: `http://${name}/graphql`,
    typeDefs: withoutFederation(printSubgraphSchema(schema)),
  }));
  const { errors, supergraphSdl } = composeServices(services);
  if (errors) throw new CompositionRefused(errors.map(({ message }) => message));
  const api = Supergraph.build(supergraphSdl!).apiSchema().toGraphQLJSSchema();
  return {
    ...Object.fromEntries(services.map(({ name, typeDefs }) => [`${name}.graphql`, `${print(typeDefs)}\n`])),
    ...composeRegister(Object.fromEntries(services.map(({ name, typeDefs }) => [name, typeDefs]))),
    "supergraph.graphql": `${supergraphSdl}\n`,
    "api.graphql": `${printSchema(lexicographicSortSchema(api))}\n`,
  };
}

const FEDERATION_DIRECTIVES = new Set([
  "link",
  "key",
  "requires",
  "provides",
  "external",
  "inaccessible",
  "shareable",
  "override",
  "tag",
  "composeDirective",
  "interfaceObject",
]);
const isFederation = (name: string) =>
  FEDERATION_DIRECTIVES.has(name) || /^(federation__|link__|_(Service|Any|Entity)$)/.test(name);

/** Leaves out what every subgraph has alike: definitions that the link to federation brings along. */
function withoutFederation(sdl: string) {
  const drop = { enter: (node: { name: { value: string } }) => (isFederation(node.name.value) ? null : undefined) };
  return visit(parse(sdl), {
    DirectiveDefinition: drop,
    ScalarTypeDefinition: drop,
    EnumTypeDefinition: drop,
    ObjectTypeDefinition: drop,
    UnionTypeDefinition: drop,
    FieldDefinition: { enter: (node) => (["_entities", "_service"].includes(node.name.value) ? null : undefined) },
  });
}
