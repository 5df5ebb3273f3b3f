import type { EntityManager } from "@mikro-orm/postgresql";
import { type NewEvent, publishEvent } from "../../../kit/events.ts";
import { EmploymentContract } from "../../../subgraphs/employment-contracts/entities/employment-contract.ts";
import { PlanLink } from "../../../subgraphs/employment-contracts/entities/plan-link.ts";
import { closingReasons, isReasonFor } from "../../../subgraphs/employment-contracts/policies/closing-reason.ts";
import { isAdmitted } from "../../../subgraphs/employment-contracts/policies/contract-status.ts";
import { recordVersion } from "../../../subgraphs/employment-contracts/services/record-version.ts";
import { stateContractWork } from "../../../subgraphs/employment-contracts/services/state-contract-work.ts";
import { tellPlanLink } from "../../../subgraphs/employment-contracts/services/tell-plan-link.ts";
import { organizations } from "../../development/world.ts";
import { addSignatures } from "../add-signatures.ts";
import { instantAgo } from "../days.ts";
import { contractCalendar } from "./contract-calendar.ts";
import { addLaterVersions, signHalf } from "./crowd-contract-changes.ts";
import { type ContractPast, type CrowdPerson, crowdId } from "./crowd-person.ts";
import { nth, words } from "./lists.ts";
import { planPastOf } from "./plan-past.ts";

const LINKED_AGO = 8;

/** A contract of each, come as far as her number says; what was replaced has its successor, and what she let be linked its link. */
export async function addCrowdToContracts(em: EntityManager, crowd: readonly CrowdPerson[]): Promise<void> {
  for (const person of crowd) {
    const first = addContract(em, person, person.contract, 0, null);
    const isReplaced = person.contract === "REPLACED";
    const latest = isReplaced ? addContract(em, person, "SIGNED", 1, first.id) : first;
    await addLink(em, person, latest);
    for (const contract of new Set([first, latest])) await stateContractWork(em, contract);
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
  const { kind, startsOn, endsOn, notifiedOn, signedOn, closedOn, recordedAgo } = contractCalendar(past, index);
  const terms = {
    endsOn,
    weeklyHours: kind === "CONTRAT_ENGAGEMENT" ? 15 : null,
    isHoursAdjusted: false,
    commitments: ["Rencontrer son référent chaque mois"],
  };
  const id = crowdId(30, index, place);
  const reasons = words(closingReasons).filter((reason) => isReasonFor(reason, signedOn !== null));
  const contract = em.create(EmploymentContract, {
    ...terms,
    id,
    requestKey: id,
    personId,
    organizationId: organizations.insertionDoubs,
    kind,
    recordedStatus: past === "TO_RENEW" ? "SIGNED" : past,
    startsOn,
    orientationNotifiedOn: notifiedOn,
    signedOn,
    closedOn,
    closingReason: past === "ENDED" || past === "CANCELLED" ? nth(reasons, Math.floor(index / 7)) : null,
    replacesId,
    version: 1,
  });
  const version = recordVersion(em, contract, { kind: "INITIAL", effectiveOn: startsOn, terms });
  version.recordedAt = instantAgo(recordedAgo);
  if (signedOn !== null) addSignatures(em, contract, version, signedOn);
  else if (past === "AWAITING_SIGNATURE") signHalf(em, version, index);
  addLaterVersions(em, contract, past, index);
  return contract;
}

/** The link to the first extract she let be linked; it stays where she withdrew since, and shows nothing. */
async function addLink(em: EntityManager, person: CrowdPerson, contract: EmploymentContract): Promise<void> {
  const extract = planPastOf(person)?.versions[0]?.extract;
  if (!extract || extract.sentAgo === null || !isAdmitted("LINK_PLAN", contract.recordedStatus)) return;
  const link = Object.assign(new PlanLink(), {
    id: crowdId(33, person.index),
    contractId: contract.id,
    extractId: extract.id,
    contentHash: extract.contentHash,
    linkedAt: instantAgo(LINKED_AGO),
  });
  em.persist(link);
  await tellPlanLink({ publish }, em, contract, link);
}

const publish = (em: EntityManager, ...events: [NewEvent, ...NewEvent[]]) =>
  publishEvent(em, "employment-contracts", ["health-access"], ...events);
