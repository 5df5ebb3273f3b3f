import type { EmploymentContractsContext } from "../context.ts";
import { nextDay } from "../policies/calendar.ts";
import { firstProblem } from "../policies/problem.ts";
import { findCommitmentsProblem, findHoursProblem, findPeriodProblem, type Terms } from "../policies/terms.ts";
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
 * Gives a signed contract a further period as a new version, from the day after its present end. A retry finds its
 * version taken and is refused with CONFLICT_VERSION: no period is added twice.
 */
export function renewEmploymentContract(
  context: EmploymentContractsContext,
  { contract: id, version, terms }: Renewal,
): Promise<ChangedContract> {
  return changeContract(context, id, (contract, em) => {
    requireVersion(contract, version);
    requireAdmitted("RENEW", contract);
    const effectiveOn = nextDay(contract.endsOn);
    refuseProblem(
      firstProblem(
        findPeriodProblem(contract.kind, effectiveOn, terms.endsOn),
        findHoursProblem(contract.kind, terms),
        findCommitmentsProblem(terms),
      ),
      "terms",
    );
    recordVersion(em, contract, { kind: "RENEWAL", effectiveOn, terms });
  });
}
