import { randomUUID } from "node:crypto";
import { organizations } from "../../scripts/development/world.ts";
import { insertRows } from "./insert-rows.ts";
import type { TestHub } from "./open-test-hub.ts";

const { association, insertionDoubs } = organizations;

/** How far a consent has come: as it is stored, or as the clock makes of it. */
export type ConsentPast =
  | "DRAFT"
  | "OFFERED"
  | "LAPSED"
  | "ACTIVE"
  | "RESTRICTED"
  | "SUSPENDED"
  | "REFUSED"
  | "SUPERSEDED"
  | "WITHDRAWN"
  | "EXPIRED"
  | "INVALIDATED"
  | "ENTERED_IN_ERROR";

/** States the clock makes, or a restriction beside them, and what is stored under them. */
const STORED: Partial<Record<ConsentPast, string>> = { LAPSED: "OFFERED", EXPIRED: "ACTIVE", RESTRICTED: "ACTIVE" };
const ENDED: readonly ConsentPast[] = ["REFUSED", "SUPERSEDED", "WITHDRAWN", "INVALIDATED", "ENTERED_IN_ERROR"];
const NEVER_GIVEN: readonly ConsentPast[] = ["DRAFT", "OFFERED", "LAPSED", "REFUSED", "ENTERED_IN_ERROR"];

interface ExtractToShare {
  readonly person: string;
  readonly extract: string;
  readonly consent: string;
  readonly contentHash: string;
}

/** A consent of each person to share her very extract with the Doubs, as far as `state` says. */
export const addConsents = (hub: Pick<TestHub, "sql">, plans: readonly ExtractToShare[], state: ConsentPast) =>
  addConsentsTo(hub, plans, state, ({ extract, contentHash }) => ({
    source_organization_id: association,
    grantee_organization_id: insertionDoubs,
    grantee_roles: ["INSERTION_REFERENT"],
    purpose: "CONTRACT_INTEGRATION",
    category: "EMPLOYMENT_EXTRACT",
    operations: ["READ", "INTEGRATE", "NOTIFY"],
    resource_id: extract,
    content_hash: contentHash,
  }));

/** A consent of each person that the association may read her contract, which it asked her for, as far as `state` says. */
export const addTermsConsents = (
  hub: Pick<TestHub, "sql">,
  people: readonly Pick<ExtractToShare, "person" | "consent">[],
  state: ConsentPast,
) =>
  addConsentsTo(hub, people, state, () => ({
    source_organization_id: insertionDoubs,
    grantee_organization_id: association,
    grantee_roles: ["HEALTH_NAVIGATOR"],
    purpose: "CARE_ACCESS_COORDINATION",
    category: "CONTRACT_TERMS",
    operations: ["READ"],
  }));

async function addConsentsTo<Asked extends { readonly person: string; readonly consent: string }>(
  hub: Pick<TestHub, "sql">,
  plans: readonly Asked[],
  state: ConsentPast,
  permission: (asked: Asked) => Record<string, unknown>,
): Promise<void> {
  const [notice] = await hub.sql("consent", "select id from notice where language = 'fr' order by version limit 1");
  const now = Date.now();
  const day = 86_400_000;
  const isGiven = !NEVER_GIVEN.includes(state);
  const isEnded = ENDED.includes(state);
  const notAfter = new Date(state === "EXPIRED" ? now - 1 : now + 90 * day);
  await insertRows(
    hub,
    "consent",
    "consent",
    plans.map(({ consent, person }) => ({
      id: consent,
      person_id: person,
      organization_id: association,
      state: "DRAFT",
      notice_id: notice.id,
      not_after: notAfter,
      version: 1,
    })),
  );
  await insertRows(
    hub,
    "consent",
    "consent_grant",
    plans.map((asked) => ({
      id: randomUUID(),
      consent_id: asked.consent,
      person_id: asked.person,
      organization_id: association,
      ...permission(asked),
      not_before: new Date(now - day),
      not_after: notAfter,
      ended_at: isEnded ? new Date() : null,
    })),
  );
  await hub.sql(
    "consent",
    `update consent set state = ?, suspension_cause = ?, offered_at = ?, given_at = ?, ended_at = ?
     where id in (select jsonb_array_elements_text(?::jsonb)::uuid)`,
    [
      STORED[state] ?? state,
      state === "SUSPENDED" ? "ASKED_BY_PERSON" : null,
      state === "DRAFT" ? null : new Date(now - (state === "LAPSED" ? 31 : 2) * day),
      isGiven ? new Date(now - day) : null,
      isEnded ? new Date() : null,
      JSON.stringify(plans.map(({ consent }) => consent)),
    ],
  );
  if (state !== "RESTRICTED") return;
  await insertRows(
    hub,
    "consent",
    "restriction",
    plans.map(({ person }) => ({ id: randomUUID(), person_id: person, starts_at: new Date(now - day) })),
  );
}
