import type { EmploymentContractsContext } from "../context.ts";
import { nextDay } from "../policies/calendar.ts";
import { findDurationProblem } from "../policies/contract-type.ts";
import { firstProblem } from "../policies/problem.ts";
import { findCommitmentsProblem, findHoursProblem, findPeriodProblem, type Terms } from "../policies/terms.ts";
import { ContractTypes } from "../repositories/contract-types.ts";
import {
  type ChangedContract,
  changeContract,
  refuseProblem,
  requireAdmitted,
  requireVersion,
} from "./change-contract.ts";
import { recordVersion } from "./record-version.ts";

interface Renewal {
  readonly contract: string;
  readonly version: number;
  readonly terms: Terms;
}

/**
 * Proposes a further period of a signed contract as a new version, from the day after its present end, in force once both
 * parties have signed it. A retry finds its version taken and is refused with CONFLICT_VERSION: no period is added twice.
 */
export function renewEmploymentContract(
  context: EmploymentContractsContext,
  { contract: id, version, terms }: Renewal,
): Promise<ChangedContract> {
  return changeContract(context, id, async (contract, em) => {
    requireVersion(contract, version);
    requireAdmitted("RENEW", contract);
    const effectiveOn = nextDay(contract.endsOn);
    const type = await new ContractTypes(em, context.viewer).of(contract);
    refuseProblem(
      firstProblem(
        findPeriodProblem(contract.kind, effectiveOn, terms.endsOn),
        findHoursProblem(contract.kind, terms),
        findCommitmentsProblem(terms),
        type && findDurationProblem(type.durationsInMonths, effectiveOn, terms.endsOn),
      ),
      "terms",
    );
    recordVersion(em, contract, { kind: "RENEWAL", effectiveOn, terms, localName: type?.name ?? null });
  });
}
