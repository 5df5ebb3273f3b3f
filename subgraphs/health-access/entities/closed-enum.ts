import { registerEnumType } from "type-graphql";
import { valuesOf } from "../policies/closed-list.ts";

/** Declares a GraphQL enum from a table of values, each with its sentence. */
export function closedEnum<Table extends Readonly<Record<string, string>>>(
  name: string,
  description: string,
  table: Table,
): { [Word in keyof Table]: Word } {
  const values = valuesOf(table);
  const valuesConfig = Object.fromEntries(Object.entries(table).map(([word, text]) => [word, { description: text }]));
  registerEnumType(values, { name, description, valuesConfig: valuesConfig as never });
  return values;
}
