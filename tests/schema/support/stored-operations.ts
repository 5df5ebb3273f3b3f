import { readdirSync, readFileSync } from "node:fs";
import { type DocumentNode, Kind, type OperationDefinitionNode, parse } from "graphql";

const clients = new URL("../../../clients/", import.meta.url);

/** One file of clients/, as a partner would send it. */
export interface StoredOperation {
  /** `<public>/<file without its ending>`. */
  readonly path: string;
  readonly text: string;
  readonly document: DocumentNode;
  readonly operations: readonly OperationDefinitionNode[];
}

export const publics = ["association", "officer", "partner", "person", "referent"] as const;

/** Every stored operation, by its path. */
export function readStoredOperations(): Map<string, StoredOperation> {
  const paths = publics.flatMap((name) => readdirSync(new URL(`${name}/`, clients)).map((file) => `${name}/${file}`));
  return new Map(paths.map((path) => [path.replace(".graphql", ""), readOperation(path)]));
}

function readOperation(path: string): StoredOperation {
  const text = readFileSync(new URL(path, clients), "utf8");
  const document = parse(text);
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  return { path: path.replace(".graphql", ""), text, document, operations };
}

/** `open-care-offer` for `OpenCareOffer`. */
export const kebabOf = (name: string): string =>
  name.replace(/[A-Z]/g, (letter, index) => `${index === 0 ? "" : "-"}${letter.toLowerCase()}`);
