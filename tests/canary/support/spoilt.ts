import type { Draw } from "../../gateway/engine/support/draws.ts";
import type { DrawnOperation } from "./drawn-operations.ts";

type Spoil = (operation: DrawnOperation) => DrawnOperation;

const inQuery =
  (from: RegExp, to: string): Spoil =>
  (operation) => ({ ...operation, query: operation.query.replace(from, to) });

const inVariables =
  (value: unknown): Spoil =>
  (operation) => ({
    ...operation,
    variables: Object.fromEntries(Object.keys(operation.variables).map((name) => [name, value])),
  });

/** What clients get wrong: each makes the hub, or a source, answer with an error where it knows the identifiers asked for. */
const ways: readonly Spoil[] = [
  inQuery(/ id /, " identity "),
  inQuery(/first: \w+/, "first: 1000000"),
  inQuery(/first: \w+/, "first: -1"),
  inQuery(/\(id: "/, '(id: { in: "'),
  inQuery(/\(id: /, "(identifier: "),
  inQuery(/\}$/, ""),
  inQuery(/\{ /, "{ nothing "),
  inQuery(/Drawn/, "Drawn @skip(if: 1)"),
  inVariables(null),
  inVariables({ id: "x" }),
  inVariables(["x"]),
  (operation) => ({ ...operation, operationName: "Nobody" }),
];

export function spoil(operation: DrawnOperation, draw: Draw): DrawnOperation {
  return ways[draw(ways.length)]!({ ...operation, coordinates: new Set() });
}
