import { type DirectiveNode, type DocumentNode, Kind, print } from "graphql";
import { lintAbstract } from "./lint-abstract.ts";
import { lintRules, objectsOf } from "./lint-rules.ts";
import { argumentOf, marks } from "./marks.ts";

/** Where the hub's own directives are specified, and under which names a subgraph must import them. */
export interface ProtectionLink {
  readonly url: string;
  readonly names: readonly string[];
}

/**
 * Problems of one source's schema, one sentence each. What a source shows is decided by its own marks: composition would
 * cover the lack of one with the mark of another source.
 * - The directives of protection come under their own names, by which each source enforces them, and are composed.
 * - Each thing is said once: a mark that could go without notice says nothing.
 * - All else as for the whole.
 */
export function lintSubgraph(document: DocumentNode, protection: ProtectionLink): string[] {
  return [
    ...lintLink(document, protection),
    ...lintRules(document),
    ...lintAbstract(document),
    ...objectsOf(document)
      .filter((type) => marks(type, "public").length > 0)
      .flatMap(({ name, fields = [] }) =>
        fields
          .filter((field) => marks(field, "public").length > 0)
          .map((field) => `${name.value}.${field.name.value} says @public, as its whole type does: say it once.`),
      ),
  ];
}

function lintLink({ definitions }: DocumentNode, { url, names }: ProtectionLink): string[] {
  const schemas = definitions.filter(
    ({ kind }) => kind === Kind.SCHEMA_DEFINITION || kind === Kind.SCHEMA_EXTENSION,
  ) as readonly { readonly directives?: readonly DirectiveNode[] }[];
  const link = schemas.flatMap((schema) => marks(schema, "link")).find((mark) => argumentOf(mark, "url") === url);
  const composed = schemas
    .flatMap((schema) => marks(schema, "composeDirective"))
    .map((mark) => argumentOf(mark, "name"));
  const imports = link?.arguments?.find((argument) => argument.name.value === "import")?.value;
  const imported = imports?.kind === Kind.LIST ? imports.values.map((value) => print(value)) : [];
  return names.flatMap((name) => [
    ...(imported.includes(JSON.stringify(name)) && argumentOf(link!, "as") === undefined
      ? []
      : [`${name} is not imported under its own name from ${url}: the source would not know it by another.`]),
    ...(composed.includes(name) ? [] : [`${name} is not composed: the whole schema would not show it.`]),
  ]);
}
