import { randomUUID } from "node:crypto";
import type { DecisionRequest, Operation } from "../../kit/decision.ts";
import type { DecisionQuestions } from "../../kit/decision-client.ts";
import { organizations, people } from "../../scripts/development/world.ts";
import { consent } from "../../subgraphs/consent/subgraph.ts";
import { type DataCategory, type Purpose, roles } from "../../subgraphs/protection.ts";
import type { Harness } from "./harness.ts";
import * as viewers from "./viewers.ts";

export interface PermitGrant {
  person: string;
  /** Holding organisation; undefined: whichever of the development world. */
  source?: string;
  grantee: string;
  category: DataCategory;
  purpose: Purpose;
  operations?: Operation[];
  resource?: string;
  contentHash?: string;
}

export interface Registry {
  /** Batches of questions the subgraphs asked, in order. */
  readonly calls: DecisionRequest[][];
  /** In force from the next question on. */
  permit(grant: PermitGrant): void;
  /** Withdraws every consent; in force from the next question on. */
  revokeAll(): void;
  close(): Promise<void>;
}

/**
 * Starts the real consent registry beside the subgraphs of a harness. The cast are members of their organisations; nobody
 * accompanies anybody and nothing is permitted, except what `permit` records as an active consent.
 */
export async function startRegistry(hub: Harness): Promise<Registry> {
  const calls: DecisionRequest[][] = [];
  let pending: Promise<unknown> = Promise.resolve();
  const next = (work: () => Promise<unknown>) => {
    pending = pending
      .then(work)
      .catch((error: Error) => console.error("The registry could not be prepared:", error.message));
  };
  const service = await hub.start({
    ...consent,
    addRoutes: (http, runtime) => {
      http.addHook("preHandler", async (request) => {
        await pending;
        if (request.url === "/decisions")
          calls.push([...(JSON.parse(String(request.body)) as DecisionQuestions).requests]);
      });
      consent.addRoutes!(http, runtime);
    },
  });
  const { close } = service;
  service.close = async () => {
    await pending;
    await close();
  };
  const run = (sql: string, values: unknown[] = []) => service.orm.em.fork().execute(sql, values);
  await addMembers(run);
  return {
    calls,
    permit: (grant) => next(() => addPermit(run, grant)),
    revokeAll: () => next(() => run("update consent set state = 'WITHDRAWN', ended_at = now() where state = 'ACTIVE'")),
    /** The harness closes it with the others. */
    close: async () => {},
  };
}

type Run = (sql: string, values?: unknown[]) => Promise<unknown>;
const NOTICE = randomUUID();

async function addPermit(run: Run, grant: PermitGrant): Promise<void> {
  const sources = grant.source ? [grant.source] : Object.values(organizations).filter((id) => id !== grant.grantee);
  await addOrganization(run, grant.grantee);
  await run("insert into person (id, given_name, family_name) values (?, 'Test', 'Person') on conflict do nothing", [
    grant.person,
  ]);
  for (const source of sources) await addGrant(run, grant, source);
}

async function addMembers(run: Run): Promise<void> {
  await run("insert into notice (id, version, language, text, content_hash) values (?, 1, 'fr', 'Notice', 'none')", [
    NOTICE,
  ]);
  for (const [name, id] of Object.entries(people)) {
    await run("insert into person (id, subject, given_name, family_name) values (?, ?, 'Test', 'Person')", [
      id,
      `development|${name}`,
    ]);
  }
  for (const viewer of Object.values(viewers)) {
    if (!viewer.organization) continue;
    await addOrganization(run, viewer.organization);
    const professional = randomUUID();
    await run("insert into professional (id, subject, display_name) values (?, ?, 'Test')", [
      professional,
      viewer.subject,
    ]);
    for (const role of viewer.roles) {
      await run("insert into membership (id, professional_id, organization_id, role) values (?, ?, ?, ?)", [
        randomUUID(),
        professional,
        viewer.organization,
        role,
      ]);
    }
  }
}

async function addOrganization(run: Run, id: string): Promise<void> {
  await run("insert into organization (id, name, kind) values (?, 'Test', 'SOCIAL_SERVICE') on conflict do nothing", [
    id,
  ]);
}

async function addGrant(run: Run, grant: PermitGrant, source: string): Promise<void> {
  const consentId = randomUUID();
  const everyRole = `{${Object.keys(roles).join(",")}}`;
  await addOrganization(run, source);
  await run(
    `insert into data_sharing_agreement (id, source_organization_id, grantee_organization_id, purposes, categories, roles, valid_from, valid_to)
     values (?, ?, ?, ?, ?, ?, now() - interval '1 day', now() + interval '1 day')`,
    [randomUUID(), source, grant.grantee, `{${grant.purpose}}`, `{${grant.category}}`, everyRole],
  );
  await run(
    "insert into consent (id, person_id, organization_id, state, notice_id, not_after) values (?, ?, ?, 'DRAFT', ?, now() + interval '1 day')",
    [consentId, grant.person, source, NOTICE],
  );
  await run(
    `insert into consent_grant (id, consent_id, person_id, organization_id, source_organization_id, grantee_organization_id, grantee_roles,
       purpose, category, operations, resource_id, content_hash, not_before, not_after)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, now() - interval '1 minute', now() + interval '1 day')`,
    [
      randomUUID(),
      consentId,
      grant.person,
      source,
      source,
      grant.grantee,
      everyRole,
      grant.purpose,
      grant.category,
      `{${(grant.operations ?? ["READ"]).join(",")}}`,
      grant.resource ?? null,
      grant.contentHash ?? null,
    ],
  );
  await run("update consent set state = 'ACTIVE', given_at = now() where id = ?", [consentId]);
}
