import { createHash, randomUUID } from "node:crypto";
import { organizations } from "../../scripts/development/world.ts";
import { extractContentOf } from "../../subgraphs/health-access/policies/extract-content.ts";
import { insertRows } from "./insert-rows.ts";
import { addContracts } from "./linked-contracts.ts";
import type { TestHub } from "./open-test-hub.ts";
import { addConsents, type ConsentPast } from "./plan-consents.ts";

const { association, insertionDoubs } = organizations;

/** One person with a contract and a plan extract, as rows of three databases. */
export interface LinkedPlan {
  readonly person: string;
  readonly contract: string;
  readonly extract: string;
  readonly consent: string;
  readonly contentHash: string;
}

/** How far each plan and its consent have come, and whether the contracts name the extracts. */
export interface LinkedPlanOptions {
  readonly state: "NEVER_WRITTEN" | "NEVER_ASKED" | ConsentPast;
  readonly isLinked: boolean;
}

/** Makes `count` people with contracts of the Doubs and extracts sent there, under a consent in the given state. */
export async function addLinkedPlans(
  hub: Pick<TestHub, "sql">,
  count: number,
  { state, isLinked }: LinkedPlanOptions = { state: "ACTIVE", isLinked: true },
): Promise<LinkedPlan[]> {
  const plans = Array.from({ length: count }, (_, index) => planOf(index));
  await insertRows(
    hub,
    "consent",
    "person",
    plans.map(({ person }, index) => ({
      id: person,
      given_name: `Given${index}`,
      family_name: "Linked",
      birth_year: 1980,
      epoch: 0,
    })),
  );
  await insertRows(
    hub,
    "consent",
    "accompaniment",
    plans.map(({ person }) => ({
      id: randomUUID(),
      person_id: person,
      organization_id: insertionDoubs,
      basis: "MANDATE",
      started_on: "2026-01-01",
    })),
  );
  if (state !== "NEVER_WRITTEN") await addPlans(hub, plans, state !== "NEVER_ASKED");
  if (state !== "NEVER_WRITTEN" && state !== "NEVER_ASKED") await addConsents(hub, plans, state);
  await addContracts(hub, plans, isLinked);
  if (isLinked && state !== "NEVER_WRITTEN") await tellLinks(hub, plans);
  return plans;
}

/** Adds to each plan an extract that is newer than the one written, sent to the same organisation under a consent in the given state. */
export async function addNewerExtracts(
  hub: Pick<TestHub, "sql">,
  plans: readonly LinkedPlan[],
  state: "NEVER_ASKED" | ConsentPast,
): Promise<LinkedPlan[]> {
  const newer = plans.map((plan) => {
    const [extract, consent] = [randomUUID(), randomUUID()];
    return { ...plan, extract, consent, contentHash: createHash("sha256").update(extract).digest("hex") };
  });
  for (const [index, { extract, contentHash }] of newer.entries()) {
    await hub.sql(
      "health-access",
      `insert into plan_extract (id, plan_id, person_id, organization_id, lines, text, content_hash, derived_at)
       select ?, plan_id, person_id, organization_id, lines, text, ?, derived_at + interval '1 minute' from plan_extract where id = ?`,
      [extract, contentHash, plans[index]!.extract],
    );
  }
  await insertRows(hub, "health-access", "plan_transmission", newer.map(transmissionOf));
  if (state !== "NEVER_ASKED") await addConsents(hub, newer, state);
  return newer;
}

const transmissionOf = ({ extract, person }: Pick<LinkedPlan, "extract" | "person">) => ({
  id: randomUUID(),
  extract_id: extract,
  person_id: person,
  organization_id: association,
  recipient_organization_id: insertionDoubs,
  sent_at: new Date(),
});

/** What the source of plans was told of the links. */
const tellLinks = (hub: Pick<TestHub, "sql">, plans: readonly WrittenPlan[]) =>
  insertRows(
    hub,
    "health-access",
    "linked_plan",
    plans.map(({ link, contract, extract, person }) => ({
      id: link,
      contract_id: contract,
      extract_id: extract,
      person_id: person,
      organization_id: association,
      recipient_organization_id: insertionDoubs,
    })),
  );

type WrittenPlan = ReturnType<typeof planOf>;

async function addPlans(hub: Pick<TestHub, "sql">, plans: readonly WrittenPlan[], isSent: boolean): Promise<void> {
  const ids = plans.map(({ person }) => ({ person, support: randomUUID(), plan: randomUUID() }));
  const held = (person: string) => ({ person_id: person, organization_id: association });
  await insertRows(
    hub,
    "health-access",
    "health_support",
    ids.map(({ support, person }) => ({
      id: support,
      ...held(person),
      prescription_id: randomUUID(),
      prescriber_organization_id: organizations.medicoSocialCentre,
      status: "OPEN",
      opened_on: "2026-11-01",
    })),
  );
  await insertRows(
    hub,
    "health-access",
    "health_action_plan",
    ids.map(({ plan, support, person }) => ({ id: plan, support_id: support, ...held(person), current_version: 1 })),
  );
  await insertRows(
    hub,
    "health-access",
    "plan_extract",
    plans.map(({ extract, person, content }, index) => ({
      id: extract,
      plan_id: ids[index]!.plan,
      ...held(person),
      lines: content.lines,
      text: content.text,
      content_hash: content.contentHash,
      derived_at: new Date(),
    })),
  );
  if (!isSent) return;
  await insertRows(hub, "health-access", "plan_transmission", plans.map(transmissionOf));
}

function planOf(index: number) {
  const content = extractContentOf({
    goals: [
      {
        label: "RETURN_TO_ACTIVITY",
        steps: [{ label: "COLLECTIVE_WORKSHOP", status: "PLANNED", weeklyHours: 1 + (index % 30) }],
      },
    ],
    constraints: [],
  } as never);
  const id = () => randomUUID();
  const ids = { person: id(), contract: id(), link: id(), extract: id(), consent: id() };
  return { ...ids, contentHash: content.contentHash, content };
}
