import type { EmploymentContractsContext } from "../context.ts";
import type { EmploymentContract } from "../entities/employment-contract.ts";
import type { Day } from "../policies/calendar.ts";
import { firstProblem, type Problem } from "../policies/problem.ts";
import { findCommitmentsProblem, findHoursProblem, findPeriodProblem, type Terms } from "../policies/terms.ts";
import type { AmendmentReason } from "../policies/version-kind.ts";
import { ContractTypes } from "../repositories/contract-types.ts";
import {
  type ChangedContract,
  changeContract,
  refuseProblem,
  requireAdmitted,
  requireVersion,
} from "./change-contract.ts";
import { recordVersion } from "./record-version.ts";

interface Amendment {
  readonly contract: string;
  readonly version: number;
  readonly reason: AmendmentReason;
  readonly effectiveOn: Day;
  readonly terms: Terms;
}

/**
 * Proposes other terms for a signed contract as a new version, in force once both parties have signed it. A retry finds its version taken and is refused with
 * CONFLICT_VERSION: the terms are never recorded twice.
 */
export function amendEmploymentContract(
  context: EmploymentContractsContext,
  amendment: Amendment,
): Promise<ChangedContract> {
  const { terms, effectiveOn, reason } = amendment;
  return changeContract(context, amendment.contract, async (contract, em) => {
    requireVersion(contract, amendment.version);
    requireAdmitted("AMEND", contract);
    refuseProblem(findEffectProblem(contract, effectiveOn));
    refuseProblem(
      firstProblem(
        findExtensionProblem(contract, terms),
        findPeriodProblem(contract.kind, effectiveOn, terms.endsOn),
        findHoursProblem(contract.kind, terms),
        findCommitmentsProblem(terms),
      ),
      "terms",
    );
    const type = await new ContractTypes(em, context.viewer).of(contract);
    recordVersion(em, contract, { kind: "AMENDMENT", reason, effectiveOn, terms, localName: type?.name ?? null });
  });
}

const findEffectProblem = ({ startsOn, endsOn }: EmploymentContract, effectiveOn: Day): Problem | null =>
  effectiveOn >= startsOn && effectiveOn <= endsOn
    ? null
    : { field: "effectiveOn", message: "An amendment applies from a day within the contract." };

const findExtensionProblem = ({ endsOn }: EmploymentContract, terms: Terms): Problem | null =>
  terms.endsOn <= endsOn
    ? null
    : { field: "endsOn", message: "An amendment does not prolong a contract: renew it instead." };
