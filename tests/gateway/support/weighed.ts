import { ApolloGateway } from "@apollo/gateway";
import { Generation } from "../../../gateway/generation.ts";
import { defaultLimits } from "../../../gateway/limits.ts";
import type { PlanWeight } from "../../../gateway/plan-weight.ts";

/** Weighs operations on their plans over a supergraph, as the gateway does, without anybody to ask. */
export async function weigher(supergraphSdl: string): Promise<(query: string) => PlanWeight> {
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const gateway = new ApolloGateway({ supergraphSdl, logger: silent });
  let generation: Generation | undefined;
  gateway.onSchemaLoadOrUpdate((loaded) => {
    generation = new Generation(gateway, loaded, { limits: defaultLimits, isProduction: false });
  });
  await gateway.load();
  return (query) => {
    const known = generation!.read(query);
    if ("problems" in known) throw new Error(JSON.stringify(known.problems));
    return generation!.weightOf(known, undefined);
  };
}
