import { randomUUID } from "node:crypto";
import { organizations } from "../../scripts/development/world.ts";
import { extractContentOf } from "../../subgraphs/health-access/policies/extract-content.ts";
import { insertRows } from "./insert-rows.ts";
import type { TestHub } from "./open-test-hub.ts";

const { association, insertionDoubs } = organizations;
const NOTICE = "select id from notice limit 1";

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
  readonly state:
    | "NEVER_WRITTEN"
    | "NEVER_ASKED"
    | "DRAFT"
    | "OFFERED"
    | "ACTIVE"
    | "REFUSED"
    | "WITHDRAWN"
    | "EXPIRED";
  readonly isLinked: boolean;
}

/** Makes `count` people with contracts of the Doubs and extracts sent there, under a consent in the given state. */
export async function addLinkedPlans(
  hub: TestHub,
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
  return plans;
}

type WrittenPlan = ReturnType<typeof planOf>;

async function addPlans(hub: TestHub, plans: readonly WrittenPlan[], isSent: boolean): Promise<void> {
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
  await insertRows(
    hub,
    "health-access",
    "plan_transmission",
    plans.map(({ extract, person }) => ({
      id: randomUUID(),
      extract_id: extract,
      ...held(person),
      recipient_organization_id: insertionDoubs,
      sent_at: new Date(),
    })),
  );
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
  return { person: id(), contract: id(), extract: id(), consent: id(), contentHash: content.contentHash, content };
}

async function addConsents(hub: TestHub, plans: readonly LinkedPlan[], state: LinkedPlanOptions["state"]) {
  const [notice] = await hub.sql("consent", NOTICE);
  const now = Date.now();
  const day = 86_400_000;
  const isGiven = state === "ACTIVE" || state === "WITHDRAWN" || state === "EXPIRED";
  const isEnded = state === "WITHDRAWN" || state === "REFUSED";
  const notAfter = new Date(state === "EXPIRED" ? now - 1 : now + 90 * day);
  await insertRows(
    hub,
    "consent",
    "consent",
    plans.map(({ consent, person }) => ({
      id: consent,
      person_id: person,
      organization_id: association,
      state: state === "EXPIRED" ? "ACTIVE" : state,
      notice_id: notice.id,
      offered_at: state === "DRAFT" ? null : new Date(now - 2 * day),
      given_at: isGiven ? new Date(now - day) : null,
      ended_at: isEnded ? new Date() : null,
      not_after: notAfter,
      evidence: isGiven ? "OIDC_AUTHENTICATED" : null,
    })),
  );
  await insertRows(
    hub,
    "consent",
    "consent_grant",
    plans.map(({ consent, person, extract, contentHash }) => ({
      id: randomUUID(),
      consent_id: consent,
      person_id: person,
      organization_id: association,
      source_organization_id: association,
      grantee_organization_id: insertionDoubs,
      grantee_roles: ["INSERTION_REFERENT"],
      purpose: "CONTRACT_INTEGRATION",
      category: "EMPLOYMENT_EXTRACT",
      operations: ["READ", "INTEGRATE", "NOTIFY"],
      resource_id: extract,
      content_hash: contentHash,
      not_before: new Date(now - day),
      not_after: notAfter,
      ended_at: isEnded ? new Date() : null,
    })),
  );
}

/** A contract of the Doubs for each person, linked to her extract or to none. */
export async function addContracts(
  hub: TestHub,
  plans: readonly Pick<LinkedPlan, "person" | "contract" | "extract" | "contentHash">[],
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
    plans.map(({ contract, extract, contentHash }) => ({
      id: randomUUID(),
      contract_id: contract,
      extract_id: extract,
      content_hash: contentHash,
      linked_at: new Date(),
    })),
  );
}
