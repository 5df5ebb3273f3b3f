import { randomUUID } from "node:crypto";
import { organizations } from "../../scripts/development/world.ts";
import { insertRows } from "./insert-rows.ts";
import type { TestHub } from "./open-test-hub.ts";

const { association, insertionDoubs } = organizations;

export type ConsentPast = "DRAFT" | "OFFERED" | "ACTIVE" | "REFUSED" | "WITHDRAWN" | "EXPIRED";

interface ExtractToShare {
  readonly person: string;
  readonly extract: string;
  readonly consent: string;
  readonly contentHash: string;
}

/** A consent of each person to share her very extract with the Doubs, as far as `state` says. */
export async function addConsents(hub: Pick<TestHub, "sql">, plans: readonly ExtractToShare[], state: ConsentPast) {
  const [notice] = await hub.sql("consent", "select id from notice limit 1");
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
