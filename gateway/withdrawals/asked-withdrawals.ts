import {
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  valueFromASTUntyped,
} from "graphql";
import { isIdentifier } from "../../kit/identifier.ts";
import type { AskedText } from "../hub.ts";

const WITHDRAW = "withdrawConsent";
const PAYLOAD = "WithdrawConsentPayload";

/** One withdrawal an operation asks for. */
export interface AskedWithdrawal {
  /** Where its payload stands in the answer. */
  readonly key: string;
  readonly consent: string;
  /** The permissions of it that are to end; null for the whole. */
  readonly grants: readonly string[] | null;
  /** The payload of a withdrawal that was made of which nothing more can be shown: null wherever a record would stand. */
  readonly payload: Readonly<Record<string, unknown>>;
}

/** The withdrawals of an operation that was found to be valid; none for nearly all operations. */
export function readWithdrawals({ query, variables, operationName }: AskedText): AskedWithdrawal[] {
  if (!query.includes(WITHDRAW)) return [];
  const { definitions } = parse(query, { noLocation: true });
  const operations = definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION);
  const operation = operations.find(({ name }) => operationName === undefined || name?.value === operationName);
  if (operation?.operation !== "mutation") return [];
  const fragments = new Map(
    definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION).map((one) => [one.name.value, one]),
  );
  const values = { ...defaultsOf(operation), ...variables };
  const found = new Map<string, AskedWithdrawal>();
  for (const field of fieldsOf(operation.selectionSet, fragments)) {
    if (field.name.value !== WITHDRAW) continue;
    const input = field.arguments?.find(({ name }) => name.value === "input")?.value;
    const { consent, grants = null } = ((input && valueFromASTUntyped(input, values)) ?? {}) as Record<string, unknown>;
    // What the registry would refuse is not written down: it is told as lost, and refused when it is sent again.
    if (!isIdentifier(consent) || !isNullOrIdentifiers(grants)) continue;
    const key = keyOf(field);
    const payload = { ...found.get(key)?.payload, ...emptyPayload(field, fragments) };
    found.set(key, { key, consent, grants, payload });
  }
  return [...found.values()];
}

const isNullOrIdentifiers = (value: unknown): value is readonly string[] | null =>
  value === null || (Array.isArray(value) && value.length > 0 && value.every(isIdentifier));

const keyOf = ({ alias, name }: FieldNode): string => (alias ?? name).value;

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Record<string, unknown> {
  return Object.fromEntries(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)]] : [],
    ),
  );
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

function fieldsOf({ selections }: SelectionSetNode, fragments: Fragments): FieldNode[] {
  return selections.flatMap((one) => {
    if (one.kind === Kind.FIELD) return [one];
    const within = one.kind === Kind.FRAGMENT_SPREAD ? fragments.get(one.name.value) : one;
    return within ? fieldsOf(within.selectionSet, fragments) : [];
  });
}

function emptyPayload({ selectionSet }: FieldNode, fragments: Fragments): Record<string, unknown> {
  const fields = selectionSet ? fieldsOf(selectionSet, fragments) : [];
  return Object.fromEntries(fields.map((field) => [keyOf(field), emptyValue(field.name.value)]));
}

function emptyValue(name: string): unknown {
  if (name === "__typename") return PAYLOAD;
  return name === "userErrors" ? [] : null;
}
