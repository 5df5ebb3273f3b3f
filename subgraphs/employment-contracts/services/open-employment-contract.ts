import { randomUUID } from "node:crypto";
import { isIdentifier } from "../../../kit/identifier.ts";
import { Refusal } from "../../../kit/user-error.ts";
import { rule } from "../../protection.ts";
import type { EmploymentContractsContext } from "../context.ts";
import { EmploymentContract } from "../entities/employment-contract.ts";
import { type ContractKind, isFormerKind } from "../policies/contract-kind.ts";
import { firstProblem } from "../policies/problem.ts";
import { findOrientationProblem } from "../policies/signature.ts";
import {
  areSameTerms,
  findCommitmentsProblem,
  findHoursProblem,
  findOpeningProblem,
  findPeriodProblem,
  type Terms,
} from "../policies/terms.ts";
import { ContractTypes } from "../repositories/contract-types.ts";
import { ContractVersions } from "../repositories/contract-versions.ts";
import type { EmploymentContracts } from "../repositories/employment-contracts.ts";
import {
  type ChangedContract,
  inTransaction,
  refuseProblem,
  requireAdmitted,
  unknownContract,
} from "./change-contract.ts";
import { recordVersion } from "./record-version.ts";
import { typeOfContract } from "./type-of-contract.ts";

interface Opening {
  readonly requestKey: string;
  readonly person: string;
  readonly kind: ContractKind;
  readonly startsOn: string;
  readonly terms: Terms;
  readonly orientationNotifiedOn: string | null;
  readonly replaces: string | null;
  readonly contractType: string | null;
}

/**
 * Opens a contract held by the viewer's organisation, which must accompany the person. A retry with the same request key
 * and the same content answers the contract already opened; with other content it is refused.
 */
export async function openEmploymentContract(
  context: EmploymentContractsContext,
  opening: Opening,
): Promise<ChangedContract> {
  return inTransaction(context, async (em, contracts) => {
    await requireAccompaniment(context, opening.person);
    checkOpening(context, opening);
    const opened = await contracts.lockRequest(opening.requestKey);
    if (opened) {
      const first = await new ContractVersions(em).first(opened);
      if (isSameOpening(opened, first, opening)) return opened;
      throw new Refusal("BAD_USER_INPUT", "This request key already opened another contract: choose a new one.", [
        "requestKey",
      ]);
    }
    await requireReplaceable(contracts, opening);
    const type = await typeOfContract(new ContractTypes(em, context.viewer), opening);
    const contract = em.create(EmploymentContract, {
      ...newContract(opening),
      organizationId: context.viewer!.organization!,
      contractTypeId: type?.id ?? null,
    });
    const { startsOn: effectiveOn, terms } = opening;
    recordVersion(em, contract, { kind: "INITIAL", effectiveOn, terms, localName: type?.name ?? null });
    return contract;
  });
}

const newContract = ({ person, kind, startsOn, terms, orientationNotifiedOn, replaces, requestKey }: Opening) => ({
  id: randomUUID(),
  personId: person,
  kind,
  recordedStatus:
    isFormerKind(kind) || orientationNotifiedOn !== null ? ("AWAITING_SIGNATURE" as const) : ("DRAFT" as const),
  startsOn,
  endsOn: terms.endsOn,
  weeklyHours: terms.weeklyHours,
  isHoursAdjusted: terms.isHoursAdjusted,
  commitments: [...terms.commitments],
  orientationNotifiedOn,
  signedOn: null,
  closedOn: null,
  replacesId: replaces,
  version: 1,
  requestKey,
});

/** Whoever is not accompanied by the viewer's organisation is as unknown to it as someone who does not exist. */
async function requireAccompaniment({ enforcement }: EmploymentContractsContext, person: string): Promise<void> {
  const identity = rule("IDENTITY_CONTACT", "CARE_ACCESS_COORDINATION");
  const isAccompanied =
    isIdentifier(person) && (await enforcement.isPermitted({ subject: person, holder: null }, identity, "READ"));
  if (!isAccompanied) throw new Refusal("NOT_FOUND", "Your organisation accompanies no such person.", ["person"]);
}

function checkOpening({ today }: EmploymentContractsContext, opening: Opening): void {
  const { kind, startsOn, terms, orientationNotifiedOn } = opening;
  refuseProblem(
    firstProblem(
      findOpeningProblem(kind, startsOn, today),
      orientationNotifiedOn === null ? null : findOrientationProblem(null, orientationNotifiedOn, today),
    ),
  );
  refuseProblem(
    firstProblem(
      findPeriodProblem(kind, startsOn, terms.endsOn),
      findHoursProblem(kind, terms),
      findCommitmentsProblem(terms),
    ),
    "terms",
  );
}

/** Only a signed contract of a former kind, of the same person and organisation, is replaced, and once. */
async function requireReplaceable(contracts: EmploymentContracts, { replaces, person, kind }: Opening): Promise<void> {
  if (replaces === null) return;
  const replaced = await contracts.lockOwn(replaces);
  if (!replaced || replaced.personId !== person) throw unknownContract("replaces");
  requireAdmitted("REPLACE", replaced, "replaces");
  if (isFormerKind(kind) || !isFormerKind(replaced.kind))
    throw new Refusal("BAD_USER_INPUT", "Only a contrat d'engagement replaces a contract, and one of a former kind.", [
      "replaces",
    ]);
  if (await contracts.byReplaced.load(replaced.id))
    throw new Refusal("BAD_USER_INPUT", "This contract is being replaced already: read replacedBy.", ["replaces"]);
}

const isSameOpening = (opened: EmploymentContract, first: Terms & { effectiveOn: string }, opening: Opening): boolean =>
  opened.personId === opening.person &&
  opened.kind === opening.kind &&
  first.effectiveOn === opening.startsOn &&
  opened.replacesId === opening.replaces &&
  (opening.contractType ?? opened.contractTypeId) === opened.contractTypeId &&
  areSameTerms(first, opening.terms);
