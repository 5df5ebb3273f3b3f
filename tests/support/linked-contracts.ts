import { organizations } from "../../scripts/development/world.ts";
import { insertRows } from "./insert-rows.ts";
import type { TestHub } from "./open-test-hub.ts";

const { insertionDoubs } = organizations;

interface ContractToLink {
  readonly person: string;
  readonly contract: string;
  readonly link: string;
  readonly extract: string;
  readonly contentHash: string;
}

/** A contract of the Doubs for each person, linked to her extract or to none. */
export async function addContracts(
  hub: Pick<TestHub, "sql">,
  plans: readonly ContractToLink[],
  isLinked: boolean,
): Promise<void> {
  await insertRows(
    hub,
    "employment-contracts",
    "employment_contract",
    plans.map(({ contract, person }) => ({
      id: contract,
      person_id: person,
      organization_id: insertionDoubs,
      kind: "CONTRAT_ENGAGEMENT",
      status: "SIGNED",
      starts_on: "2026-06-01",
      ends_on: "2027-05-31",
      signed_on: "2026-05-28",
      orientation_notified_on: "2026-05-11",
      weekly_hours: 15,
      is_hours_adjusted: false,
      commitments: ["Meet the référent each month"],
      version: 1,
      request_key: contract,
    })),
  );
  if (!isLinked) return;
  await insertRows(
    hub,
    "employment-contracts",
    "plan_link",
    plans.map(({ link, contract, extract, contentHash }) => ({
      id: link,
      contract_id: contract,
      extract_id: extract,
      content_hash: contentHash,
      linked_at: new Date(),
    })),
  );
}
