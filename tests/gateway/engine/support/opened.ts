import type { GraphQLSchema } from "graphql";
import { type Engines, openEngines } from "./engines.ts";
import { soleOwners } from "./ownership.ts";
import { buildSubgraphs, openSources } from "./sources.ts";

/** A supergraph with both executors over it, and the sources behind it. */
export interface Opened {
  readonly schemas: Record<string, string>;
  readonly engines: Engines;
  readonly built: Map<string, GraphQLSchema>;
  readonly owners: ReadonlyMap<string, string>;
}

const kept = new Map<string, Promise<Opened>>();
const MOST_KEPT = 24;

/** Opens a supergraph, or gives it as it is open; throws where the subgraphs do not compose. */
export function openSupergraph(schemas: Record<string, string>): Promise<Opened> {
  const key = JSON.stringify(schemas);
  const opened = kept.get(key) ?? open(schemas);
  const [oldest] = kept.keys();
  if (!kept.has(key) && kept.size >= MOST_KEPT) kept.delete(oldest!);
  kept.set(key, opened);
  return opened;
}

async function open(schemas: Record<string, string>): Promise<Opened> {
  const engines = await openEngines(schemas);
  const built = buildSubgraphs(schemas);
  return { schemas, engines, built, owners: soleOwners(built, openSources(schemas, built).world) };
}
