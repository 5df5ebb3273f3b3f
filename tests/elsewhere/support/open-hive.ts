import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createGatewayRuntime } from "@graphql-hive/gateway-runtime";
import { unifiedGraphHandler } from "@graphql-hive/router-runtime";
import type { HiveHops } from "../../../gateway/elsewhere/hive-gateway.ts";

const supergraph = readFileSync(new URL("../../../schema/supergraph.graphql", import.meta.url), "utf8");

export interface OpenHive {
  readonly url: string;
  readonly endpoint: string;
  close(): Promise<void>;
}

/** Hive Gateway over HTTP on a free port, planning in JavaScript or with its planner in Rust. */
export async function openHive(planner: "javascript" | "rust", hops: HiveHops): Promise<OpenHive> {
  const runtime = createGatewayRuntime({
    supergraph,
    logging: false,
    ...hops,
    ...(planner === "rust" ? { unifiedGraphHandler } : {}),
  });
  const server = createServer(runtime).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    endpoint: `${url}/graphql`,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
      await runtime[Symbol.asyncDispose]();
    },
  };
}
