import { randomUUID } from "node:crypto";
import { organizations } from "../../scripts/development/world.ts";

/** A page of people with three categories of what another organisation holds about each; asked by Claire. */
export const PAGE_OF_PEOPLE = `query ($first: Int!) {
  accompaniedPersons(first: $first) { edges { node {
    givenName familyName
    socialFiles { openedOn disabilityRequests { kind state } }
    prescriptions { status reasons }
  } } }
}`;

/** Runs one statement in the database of a subgraph. */
type RunSql = (subgraph: string, text: string, values: unknown[]) => Promise<unknown>;
type Row = Readonly<Record<string, unknown>>;

const { association, medicoSocialCentre } = organizations;
const permits = [
  { category: "SOCIAL_RIGHTS", purpose: "SOCIAL_FOLLOW_UP" },
  { category: "DISABILITY_STATUS", purpose: "RIGHTS_OPENING" },
  { category: "CARE_NAVIGATION", purpose: "CARE_ACCESS_COORDINATION" },
] as const;
const parties = { source_organization_id: medicoSocialCentre, grantee_organization_id: association };
const roles = ["HEALTH_NAVIGATOR"];

/**
 * Adds people whom the association accompanies and whose files, requests and prescriptions the medico-social centre holds,
 * each under a consent of her own with one grant for each category.
 */
export async function addPageOfPeople(run: RunSql, count: number): Promise<void> {
  const insert = (subgraph: string, table: string, rows: readonly Row[]) =>
    run(subgraph, `insert into ${table} select * from jsonb_populate_recordset(null::${table}, ?::jsonb)`, [
      JSON.stringify(rows),
    ]);
  const people = Array.from({ length: count }, () => ({ id: randomUUID(), consent: randomUUID(), file: randomUUID() }));
  await addRegistryRows(run, insert, people);
  const held = (id: string) => ({ person_id: id, organization_id: medicoSocialCentre });
  await insert(
    "social-services",
    "social_file",
    people.map(({ id, file }) => ({ id: file, ...held(id), opened_on: "2026-01-05" })),
  );
  await insert(
    "social-services",
    "disability_request",
    people.map(({ id, file }) => ({
      id: randomUUID(),
      ...held(id),
      social_file_id: file,
      kind: "RQTH",
      label: "",
      state: "INVESTIGATION_ONGOING",
      requested_on: "2026-01-05",
      version: 1,
    })),
  );
  await insert(
    "social-services",
    "prescription",
    people.map(({ id }) => ({
      id: randomUUID(),
      ...held(id),
      recipient_organization_id: association,
      request_key: randomUUID(),
      reasons: ["CARE_GIVEN_UP"],
      recorded_status: "ACCEPTED",
      requested_at: "2026-01-06T09:00:00Z",
      version: 2,
    })),
  );
}

type Insert = (subgraph: string, table: string, rows: readonly Row[]) => Promise<unknown>;

async function addRegistryRows(run: RunSql, insert: Insert, people: readonly { id: string; consent: string }[]) {
  const [from, to] = ["2026-01-01", "2100-01-01"];
  await insert(
    "consent",
    "data_sharing_agreement",
    permits.map(({ category, purpose }) => ({
      id: randomUUID(),
      ...parties,
      purposes: [purpose],
      categories: [category],
      roles,
      valid_from: from,
      valid_to: to,
    })),
  );
  await insert(
    "consent",
    "person",
    people.map(({ id }, index) => ({ id, given_name: `Given${index}`, family_name: "Paged", epoch: 0 })),
  );
  await insert(
    "consent",
    "accompaniment",
    people.map(({ id }) => ({
      id: randomUUID(),
      person_id: id,
      organization_id: association,
      basis: "CONSENT",
      started_on: from,
    })),
  );
  await run(
    "consent",
    `insert into consent (id, person_id, organization_id, state, notice_id, not_after)
     select row.consent, row.id, ?, 'DRAFT', (select id from notice limit 1), ?
     from jsonb_to_recordset(?::jsonb) as row(id uuid, consent uuid)`,
    [medicoSocialCentre, to, JSON.stringify(people)],
  );
  await insert(
    "consent",
    "consent_grant",
    people.flatMap(({ id, consent }) =>
      permits.map((permit) => ({
        id: randomUUID(),
        consent_id: consent,
        person_id: id,
        organization_id: medicoSocialCentre,
        ...parties,
        ...permit,
        grantee_roles: roles,
        operations: ["READ"],
        not_before: from,
        not_after: to,
      })),
    ),
  );
  await run(
    "consent",
    `update consent set state = 'ACTIVE', offered_at = now(), given_at = now()
     where id in (select jsonb_array_elements_text(?::jsonb)::uuid)`,
    [JSON.stringify(people.map(({ consent }) => consent))],
  );
}
