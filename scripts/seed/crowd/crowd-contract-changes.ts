import type { EntityManager } from "@mikro-orm/postgresql";
import type { ContractVersion } from "../../../subgraphs/employment-contracts/entities/contract-version.ts";
import type { EmploymentContract } from "../../../subgraphs/employment-contracts/entities/employment-contract.ts";
import { bothParties, signatureMedia } from "../../../subgraphs/employment-contracts/policies/signing.ts";
import { amendmentReasons } from "../../../subgraphs/employment-contracts/policies/version-kind.ts";
import { recordVersion } from "../../../subgraphs/employment-contracts/services/record-version.ts";
import { addSignature, addSignatures } from "../add-signatures.ts";
import { dayAgo, instantAgo } from "../days.ts";
import type { ContractPast } from "./crowd-person.ts";
import { nth, words } from "./lists.ts";

/** What was proposed since a contract was signed, told by turns: nothing; to sign; signed by both; given up. */
const turns = ["NONE", "PROPOSED", "SIGNED", "GIVEN_UP"] as const;
const PROPOSED_AGO = 12;
const SIGNED_AGO = 9;
/** How many of the crowd there are until somebody's contract has come as far as another's. */
const CYCLE = 7;

/** Amendments of what is in force, and renewals of what ends soon, each come as far as its turn says. */
export function addLaterVersions(em: EntityManager, contract: EmploymentContract, past: ContractPast, index: number) {
  const turn = nth(turns, Math.floor(index / CYCLE));
  if (turn === "NONE" || (past !== "SIGNED" && past !== "TO_RENEW")) return;
  // A renewal both signed would be due no more.
  if (past === "TO_RENEW" && turn === "SIGNED") return;
  const version = past === "SIGNED" ? amend(em, contract, index) : renew(em, contract);
  version.recordedAt = instantAgo(PROPOSED_AGO);
  if (turn === "PROPOSED") signHalf(em, version, index);
  if (turn === "SIGNED") {
    addSignatures(em, contract, version, dayAgo(SIGNED_AGO));
    contract.reviewedOn = dayAgo(SIGNED_AGO);
  }
  if (turn === "GIVEN_UP") contract.awaitingNumber = null;
}

function amend(em: EntityManager, contract: EmploymentContract, index: number): ContractVersion {
  const { endsOn } = contract;
  const commitments = ["Rencontrer son référent toutes les deux semaines"];
  const terms = { endsOn, weeklyHours: 18, isHoursAdjusted: false, commitments };
  const reason = nth(words(amendmentReasons), Math.floor(index / CYCLE));
  return recordVersion(em, contract, { kind: "AMENDMENT", reason, effectiveOn: dayAgo(SIGNED_AGO), terms });
}

function renew(em: EntityManager, contract: EmploymentContract): ContractVersion {
  const { weeklyHours, isHoursAdjusted, commitments } = contract;
  const terms = { endsOn: dayAgo(-200), weeklyHours, isHoursAdjusted, commitments };
  return recordVersion(em, contract, { kind: "RENEWAL", effectiveOn: dayAgo(-21), terms });
}

/** One of the two has signed, by any of the means; in the hub it is Karim for his organisation. One in three: nobody yet. */
export function signHalf(em: EntityManager, version: ContractVersion, index: number): void {
  if (index % 3 === 2) return;
  const medium = nth(words(signatureMedia), Math.floor(index / CYCLE));
  const isInHub = medium === "IN_HUB";
  const party = isInHub ? "ORGANIZATION" : nth(bothParties, index);
  const recordedBy = isInHub ? "development|karim" : null;
  const recordedAt = instantAgo(PROPOSED_AGO, 1);
  addSignature(em, version, { party, medium, signedOn: dayAgo(PROPOSED_AGO), recordedBy, recordedAt });
}
