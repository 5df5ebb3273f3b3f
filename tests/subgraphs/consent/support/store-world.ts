import { randomUUID } from "node:crypto";
import type { Harness } from "../../../support/harness.ts";
import type { World } from "./reference-decision.ts";

type Rows = readonly Readonly<Record<string, unknown>>[];

const NEVER_GIVEN = ["DRAFT", "OFFERED", "REFUSED", "ENTERED_IN_ERROR"];

/**
 * Writes a world into the tables of a registry that has a notice, beside whatever is there.
 * @param origin the instant from which those of the world are counted, in milliseconds
 */
export async function storeWorld({ running }: Pick<Harness, "running">, world: World, origin = 0): Promise<void> {
  const at = (milliseconds: number) => new Date(origin + milliseconds).toISOString();
  const run = (sql: string, values: unknown[]) => running.consent!.orm.em.fork().execute(sql, values);
  const insert = (table: string, rows: Rows) =>
    run(`insert into ${table} select * from jsonb_populate_recordset(null::${table}, ?::jsonb)`, [
      JSON.stringify(rows),
    ]);
  const past = new Date(0).toISOString();
  const [notice] = (await run("select id from notice limit 1", [])) as { id: string }[];
  await insert(
    "organization",
    organizationsOf(world).map((id) => ({ id, name: "Test", kind: "SOCIAL_SERVICE" })),
  );
  await insert(
    "person",
    world.people.map(({ id, subject }) => ({ id, subject, given_name: "Test", family_name: "Person", epoch: 0 })),
  );
  const professionals = new Map(world.memberships.map(({ subject }) => [subject, randomUUID()]));
  await insert(
    "professional",
    [...professionals].map(([subject, id]) => ({ id, subject, display_name: "Test" })),
  );
  await insert(
    "membership",
    world.memberships.map(({ subject, organization, role, isOver }) => ({
      id: randomUUID(),
      professional_id: professionals.get(subject),
      organization_id: organization,
      role,
      started_at: past,
      ended_at: isOver ? past : null,
      volets: [],
    })),
  );
  await insert(
    "accompaniment",
    world.accompaniments.map(({ person, organization, isOver }) => ({
      id: randomUUID(),
      person_id: person,
      organization_id: organization,
      basis: "MANDATE",
      started_on: "2020-01-01",
      ended_on: isOver ? "2020-02-01" : null,
    })),
  );
  await insert(
    "data_sharing_agreement",
    world.agreements.map(({ source, recipient, purposes, categories, roles, from, to }) => ({
      id: randomUUID(),
      source_organization_id: source,
      grantee_organization_id: recipient,
      purposes,
      categories,
      roles,
      valid_from: at(from),
      valid_to: at(to),
    })),
  );
  await insert(
    "proxy_authority",
    world.authorities.map(({ id, person, holder, from, to, isOver }) => ({
      id,
      person_id: person,
      organization_id: organizationsOf(world)[0],
      holder_subject: holder,
      holder_name: "Test",
      kind: "GUARDIAN_REPRESENTING",
      scope: ["CARE_NAVIGATION"],
      valid_from: at(from),
      valid_to: at(to),
      evidence_hash: "a",
      verified_by: "tests",
      verified_at: past,
      ended_at: isOver ? past : null,
    })),
  );
  const consents = world.consents.map(({ id, person, organization, state, to, authority }) => ({
    id,
    person_id: person,
    organization_id: organization,
    state,
    version: 1,
    suspension_cause: state === "SUSPENDED" ? "ASKED_BY_PERSON" : null,
    notice_id: notice!.id,
    offered_at: state === "DRAFT" ? null : new Date().toISOString(),
    given_at: NEVER_GIVEN.includes(state) ? null : past,
    not_after: at(to),
    authority_id: authority,
  }));
  await insert(
    "consent",
    consents.map((one) => ({ ...one, state: "DRAFT", suspension_cause: null, offered_at: null, given_at: null })),
  );
  await insert(
    "consent_grant",
    world.consents.flatMap(({ id, person, organization, grants }) =>
      grants.map((grant) => ({
        id: randomUUID(),
        consent_id: id,
        person_id: person,
        organization_id: organization,
        source_organization_id: grant.source,
        grantee_organization_id: grant.recipient,
        grantee_roles: grant.roles,
        purpose: grant.purpose,
        category: grant.category,
        operations: grant.operations,
        resource_id: grant.resource,
        content_hash: grant.contentHash,
        not_before: at(grant.from),
        not_after: at(grant.to),
        ended_at: grant.isOver ? past : null,
      })),
    ),
  );
  // Its grants are part of a consent while it is prepared, and no longer.
  await run(
    `update consent set state = wanted.state, suspension_cause = wanted.suspension_cause, offered_at = wanted.offered_at, given_at = wanted.given_at
     from jsonb_populate_recordset(null::consent, ?::jsonb) as wanted where wanted.id = consent.id`,
    [JSON.stringify(consents)],
  );
  await insert(
    "restriction",
    world.restrictions.map(({ person, recipient, role, professional, category, purpose, from, to }) => ({
      id: randomUUID(),
      person_id: person,
      grantee_organization_id: recipient,
      grantee_role: role,
      grantee_professional_id: professional && professionals.get(professional),
      category,
      purpose,
      starts_at: at(from),
      ends_at: to === null ? null : at(to),
    })),
  );
}

function organizationsOf({ memberships, agreements, accompaniments, consents }: World): string[] {
  const named = [
    ...memberships.map(({ organization }) => organization),
    ...accompaniments.map(({ organization }) => organization),
    ...agreements.flatMap(({ source, recipient }) => [source, recipient]),
    ...consents.flatMap(({ organization, grants }) => [organization, ...grants.map(({ recipient }) => recipient)]),
  ];
  return [...new Set(named)];
}
