import { registerEnumType } from "type-graphql";
import { closingReasons } from "../policies/closing-reason.ts";
import { contractEventKinds } from "../policies/contract-history.ts";
import { contractKinds } from "../policies/contract-kind.ts";
import { contractStatuses } from "../policies/contract-status.ts";
import { contractParties, signatureMedia, versionStatuses } from "../policies/signing.ts";
import { amendmentReasons, versionKinds } from "../policies/version-kind.ts";
import { viewerActs } from "../policies/viewer-acts.ts";
import { contractWorklists } from "../policies/worklist.ts";

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
export const ContractVersionStatusEnum = declareEnum(
  "ContractVersionStatus",
  "Where a version of a contract stands.",
  versionStatuses,
);
export const ContractPartyEnum = declareEnum("ContractParty", "A party to a contract.", contractParties);
export const SignatureMediumEnum = declareEnum("SignatureMedium", "By what means a party signed.", signatureMedia);
export const ContractActEnum = declareEnum("ContractAct", "Something one may do with a contract.", viewerActs);
export const ContractClosingReasonEnum = declareEnum(
  "ContractClosingReason",
  "Why a contract was ended or given up, in closed words so that no one writes about health.",
  closingReasons,
);
export const ContractEventKindEnum = declareEnum(
  "ContractEventKind",
  "What happened to a contract.",
  contractEventKinds,
);
export const ContractWorklistEnum = declareEnum(
  "ContractWorklist",
  "What is to be done about contracts.",
  contractWorklists,
);
