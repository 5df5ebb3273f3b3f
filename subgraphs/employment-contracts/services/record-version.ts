import { randomUUID } from "node:crypto";
import type { EntityManager } from "@mikro-orm/postgresql";
import { ContractVersion } from "../entities/contract-version.ts";
import type { EmploymentContract } from "../entities/employment-contract.ts";
import type { Day } from "../policies/calendar.ts";
import type { Terms } from "../policies/terms.ts";
import type { AmendmentReason, VersionKind } from "../policies/version-kind.ts";

/** Adds the next version to a contract's history and shows its terms on the contract. */
export function recordVersion(
  em: EntityManager,
  contract: EmploymentContract,
  version: { kind: VersionKind; effectiveOn: Day; terms: Terms; reason?: AmendmentReason },
): void {
  const { endsOn, weeklyHours, isHoursAdjusted, commitments } = version.terms;
  const terms = { endsOn, weeklyHours, isHoursAdjusted, commitments: [...commitments] };
  Object.assign(contract, terms, { version: version.kind === "INITIAL" ? 1 : contract.version + 1 });
  em.persist(
    Object.assign(new ContractVersion(), terms, {
      id: randomUUID(),
      contractId: contract.id,
      personId: contract.personId,
      organizationId: contract.organizationId,
      number: contract.version,
      kind: version.kind,
      reason: version.reason ?? null,
      effectiveOn: version.effectiveOn,
      recordedAt: new Date(),
    }),
  );
}
