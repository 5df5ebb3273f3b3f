/** Who is measured: a file of its own process each, all over the same supergraph and the same sources. */
export interface Contestant {
  readonly name: string;
  readonly file: string;
  readonly args?: readonly string[];
}

export const STOCK = "@apollo/gateway + server";
export const HIVE_RUST = "Hive Gateway, Rust planner";
export const ENGINE = "our engine alone";
export const HUB = "the hub, all protections";
export const BOUND = "bound: same calls, parse, stringify";

export const contestants: readonly Contestant[] = [
  { name: STOCK, file: "stock-process.ts" },
  { name: "Hive Gateway, JS planner", file: "hive-process.ts" },
  { name: HIVE_RUST, file: "hive-process.ts", args: ["--planner", "rust"] },
  { name: ENGINE, file: "../bare-gateway.ts", args: ["--port", "0"] },
  { name: HUB, file: "hub-process.ts" },
  { name: BOUND, file: "bound-process.ts" },
];
