import type { EntityManager } from "@mikro-orm/postgresql";
import { EmploymentContract } from "../../../subgraphs/employment-contracts/entities/employment-contract.ts";
import { recordVersion } from "../../../subgraphs/employment-contracts/services/record-version.ts";
import { stateContractWork } from "../../../subgraphs/employment-contracts/services/state-contract-work.ts";
import { organizations } from "../../development/world.ts";
import { addSignatures } from "../add-signatures.ts";
import { type ContractPast, type CrowdPerson, crowdId, dayAgo } from "./crowd-person.ts";

/** In days from today, negative ones to come: from when to when, notified when, signed when, closed when. */
const calendars: Readonly<
  Record<ContractPast, readonly [number, number, number | null, number | null, number | null]>
> = {
  DRAFT: [-10, -190, null, null, null],
  AWAITING_SIGNATURE: [-5, -185, 20, null, null],
  SIGNED: [60, -120, 80, 61, null],
  TO_RENEW: [150, -20, 170, 151, null],
  ENDED: [400, 30, 420, 401, 35],
  CANCELLED: [90, -90, 110, null, 85],
  REPLACED: [300, -60, 320, 301, 70],
};

/** A contract of each, come as far as her number says; what was replaced has its successor. */
export async function addCrowdToContracts(em: EntityManager, crowd: readonly CrowdPerson[]): Promise<void> {
  for (const person of crowd) {
    const first = addContract(em, person, person.contract, 0, null);
    await stateContractWork(em, first);
    if (person.contract !== "REPLACED") continue;
    const next = addContract(em, person, "SIGNED", 1, first.id);
    await stateContractWork(em, next);
  }
  await em.flush();
}

function addContract(
  em: EntityManager,
  { index, id: personId }: CrowdPerson,
  past: ContractPast,
  place: number,
  replacesId: string | null,
): EmploymentContract {
  const [startsAgo, endsAgo, notifiedAgo, signedAgo, closedAgo] = calendars[past];
  const terms = {
    endsOn: dayAgo(endsAgo),
    weeklyHours: 15,
    isHoursAdjusted: false,
    commitments: ["Rencontrer son référent chaque mois"],
  };
  const id = crowdId(30, index, place);
  const contract = em.create(EmploymentContract, {
    ...terms,
    id,
    requestKey: id,
    personId,
    organizationId: organizations.insertionDoubs,
    kind: "CONTRAT_ENGAGEMENT",
    recordedStatus: past === "TO_RENEW" ? "SIGNED" : past,
    startsOn: dayAgo(startsAgo),
    orientationNotifiedOn: notifiedAgo === null ? null : dayAgo(notifiedAgo),
    signedOn: signedAgo === null ? null : dayAgo(signedAgo),
    closedOn: closedAgo === null ? null : dayAgo(closedAgo),
    replacesId,
    version: 1,
  });
  const version = recordVersion(em, contract, { kind: "INITIAL", effectiveOn: contract.startsOn, terms });
  if (signedAgo !== null) addSignatures(em, contract, version, dayAgo(signedAgo));
  return contract;
}
