import { registerEnumType } from "type-graphql";
import { contractKinds } from "../policies/contract-kind.ts";
import { contractStatuses } from "../policies/contract-status.ts";
import { amendmentReasons, versionKinds } from "../policies/version-kind.ts";

/** Declares an enum of the schema from its words and their descriptions. */
function declareEnum<Word extends string>(
  name: string,
  description: string,
  descriptions: Readonly<Record<Word, string>>,
): Readonly<Record<Word, Word>> {
  const words = Object.keys(descriptions) as Word[];
  const values = Object.fromEntries(words.map((word) => [word, word])) as Record<Word, Word>;
  const valuesConfig = Object.fromEntries(words.map((word) => [word, { description: descriptions[word] }]));
  registerEnumType(values, { name, description, valuesConfig: valuesConfig as never });
  return values;
}

export const ContractKindEnum = declareEnum("ContractKind", "A kind of employment contract.", contractKinds);
export const ContractStatusEnum = declareEnum(
  "ContractStatus",
  "Where an employment contract stands.",
  contractStatuses,
);
export const ContractVersionKindEnum = declareEnum(
  "ContractVersionKind",
  "How a version of a contract came about.",
  versionKinds,
);
export const AmendmentReasonEnum = declareEnum(
  "AmendmentReason",
  "Why a contract was amended, in closed words so that no one writes about health.",
  amendmentReasons,
);
