import { randomUUID } from "node:crypto";
import type { EntityManager } from "@mikro-orm/postgresql";
import { Refusal } from "../../../kit/user-error.ts";
import type { EmploymentContractsContext } from "../context.ts";
import { ContractSignature } from "../entities/contract-signature.ts";
import type { ContractVersion } from "../entities/contract-version.ts";
import type { EmploymentContract } from "../entities/employment-contract.ts";
import type { Day } from "../policies/calendar.ts";
import { hashOf } from "../policies/contract-text.ts";
import { findSignatureProblem } from "../policies/signature.ts";
import { awaitedNumber, type ContractParty, missingParties, type SignatureMedium } from "../policies/signing.ts";
import { textOfVersion } from "../policies/version-text.ts";
import { ContractSignatures } from "../repositories/contract-signatures.ts";
import { ContractVersions } from "../repositories/contract-versions.ts";
import { refuseProblem, requireAdmitted } from "./change-contract.ts";
import { putInForce } from "./put-in-force.ts";

interface Signing {
  readonly version: number;
  /** Hash of the text the parties had before them; null from who names a version by its number alone. */
  readonly textHash: string | null;
  readonly parties: readonly ContractParty[];
  readonly signedOn: Day;
  readonly medium: SignatureMedium;
  readonly documentHash: string | null;
}

/**
 * Records signatures under a version of a contract held for change; once both parties have signed it, its terms are in
 * force. A signature that stands already is not recorded twice; one that differs from it is refused.
 */
export async function signVersion(
  context: EmploymentContractsContext,
  em: EntityManager,
  contract: EmploymentContract,
  signing: Signing,
): Promise<void> {
  const version = await new ContractVersions(em).numbered(contract, signing.version);
  if (!version) throw otherVersion("version");
  const present = await new ContractSignatures(em).under(version);
  if (isRepeated(contract, present, signing)) return;
  requireAdmitted("SIGN", contract);
  const awaited = awaitedNumber(contract);
  if (awaited === null)
    throw new Refusal("BAD_USER_INPUT", "No version of this contract awaits signatures.", ["contract"]);
  if (awaited !== version.number) throw otherVersion("version");
  const textHash = hashOf(textOfVersion(version, contract));
  if (signing.textHash !== null && signing.textHash !== textHash) throw otherVersion("textHash");
  const missing = missingParties(present).filter((party) => signing.parties.includes(party));
  if (missing.length === 0)
    throw new Refusal("BAD_USER_INPUT", "This party has signed this version already.", ["contract"]);
  refuseLate(contract, version, signing, context.today);
  const added = missing.map((party) => newSignature(version, party, textHash, signing, context.viewer!.subject));
  em.persist(added);
  const signatures = [...present, ...added];
  if (missingParties(signatures).length === 0) await putInForce(context, em, contract, version, signatures);
}

/** The same act again: in the hub a party signs a version once, on whichever day; elsewhere the day tells two acts apart. */
function isRepeated(
  contract: EmploymentContract,
  present: readonly ContractSignature[],
  { version, parties, medium, signedOn }: Signing,
): boolean {
  if (version === 1 && present.length === 0 && contract.signedOn !== null) return contract.signedOn === signedOn;
  return parties.every((party) =>
    present.some(
      (one) => one.party === party && (medium === "IN_HUB" ? one.medium === medium : one.signedOn === signedOn),
    ),
  );
}

function refuseLate(contract: EmploymentContract, version: ContractVersion, signing: Signing, today: Day): void {
  const { kind, signedOn: contractSignedOn, orientationNotifiedOn } = contract;
  const isFirst = contractSignedOn === null;
  const problem = findSignatureProblem(
    { kind, endsOn: version.endsOn, orientationNotifiedOn: isFirst ? orientationNotifiedOn : null },
    signing.signedOn,
    today,
  );
  // Who signs in the hub signs today, and sends no day.
  refuseProblem(problem && signing.medium === "IN_HUB" ? { ...problem, field: "contract" } : problem);
  if (!isFirst && signing.signedOn < contractSignedOn)
    refuseProblem({ field: "signedOn", message: "What changes a contract is signed after the contract." });
}

const newSignature = (
  { id, personId, organizationId }: ContractVersion,
  party: ContractParty,
  textHash: string,
  { medium, signedOn, documentHash }: Signing,
  recordedBy: string,
): ContractSignature =>
  Object.assign(new ContractSignature(), {
    id: randomUUID(),
    versionId: id,
    personId,
    organizationId,
    party,
    medium,
    signedOn,
    textHash,
    documentHash,
    recordedBy,
    recordedAt: new Date(),
  });

const otherVersion = (field: string): Refusal =>
  new Refusal("CONFLICT_VERSION", "This is not the text that awaits signatures: read it again, then decide.", [field]);
