import { randomUUID } from "node:crypto";
import type { EntityManager } from "@mikro-orm/postgresql";
import { ContractVersion } from "../entities/contract-version.ts";
import type { EmploymentContract } from "../entities/employment-contract.ts";
import type { Day } from "../policies/calendar.ts";
import { contractText, hashOf } from "../policies/contract-text.ts";
import type { Terms } from "../policies/terms.ts";
import type { AmendmentReason, VersionKind } from "../policies/version-kind.ts";

interface NewVersion {
  readonly kind: VersionKind;
  readonly effectiveOn: Day;
  readonly terms: Terms;
  readonly reason?: AmendmentReason;
  readonly localName?: string | null;
}

/**
 * Adds the next version to a contract's history, with the text to sign. What both parties signed before stays in force
 * until both have signed this one; a version proposed before it and not signed by both is thereby given up.
 */
export function recordVersion(em: EntityManager, contract: EmploymentContract, version: NewVersion): ContractVersion {
  const { kind, effectiveOn, reason, terms, localName = null } = version;
  const { endsOn, weeklyHours, isHoursAdjusted, commitments } = terms;
  contract.version = kind === "INITIAL" ? 1 : contract.version + 1;
  if (kind !== "INITIAL") contract.awaitingNumber = contract.version;
  const text = contractText({ contract, number: contract.version, kind, effectiveOn, terms, localName });
  const recorded = Object.assign(new ContractVersion(), {
    id: randomUUID(),
    contractId: contract.id,
    personId: contract.personId,
    organizationId: contract.organizationId,
    number: contract.version,
    kind,
    reason: reason ?? null,
    effectiveOn,
    endsOn,
    weeklyHours,
    isHoursAdjusted,
    commitments: [...commitments],
    text,
    textHash: hashOf(text),
    recordedAt: new Date(),
  });
  em.persist(recorded);
  return recorded;
}
