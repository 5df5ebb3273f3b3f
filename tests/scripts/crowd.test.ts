import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { crowdPerson } from "../../scripts/seed/crowd/crowd-person.ts";
import { seedCrowd } from "../../scripts/seed/crowd/index.ts";
import { consentStates } from "../../subgraphs/consent/policies/consent-state.ts";
import { contractStatuses } from "../../subgraphs/employment-contracts/policies/contract-status.ts";
import { supportStatuses } from "../../subgraphs/health-access/policies/support-words.ts";
import { requestStates } from "../../subgraphs/social-services/policies/file-words.ts";
import { prescriptionStatuses } from "../../subgraphs/social-services/policies/prescription-words.ts";
import { eventually } from "../support/eventually.ts";
import { openTestHub, type TestHub } from "../support/open-test-hub.ts";

jest.setTimeout(120_000);
const CROWD = 120;
let hub: TestHub;
const told: string[] = [];
beforeAll(async () => {
  hub = await openTestHub();
  // As a run that was cut, and the one that follows it.
  await seedCrowd(hub.subgraphs, 30, () => {});
  await seedCrowd(hub.subgraphs, CROWD, (message) => void told.push(message));
});
afterAll(() => hub?.close());

const tables = {
  consent: ["person", "accompaniment", "consent", "consent_grant", "consent_evidence"],
  "social-services": ["social_file", "barrier", "rights_request", "prescription", "prescription_transition"],
  "health-access": ["health_support", "support_act", "diagnosis"],
  "employment-contracts": ["employment_contract", "contract_version", "contract_signature"],
};
async function countAll(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const [source, names] of Object.entries(tables))
    for (const name of names) counts[name] = (await hub.sql(source, `select count(*)::int as n from ${name}`))[0].n;
  return counts;
}

/** Every item of a list, page by page, as one member of the cast reads it. */
async function listAll<Item>(who: string, list: string, fields: string): Promise<Item[]> {
  const items: Item[] = [];
  let after: string | null = null;
  do {
    const query = `query ($after: String) { ${list}(first: 100, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { node { ${fields} } } } }`;
    const { data, errors }: Awaited<ReturnType<TestHub["ask"]>> = await hub.ask(who, query, { after });
    expect(errors).toBeUndefined();
    const page = data[list];
    items.push(...page.edges.map(({ node }: { node: Item }) => node));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    if (!after) expect(items).toHaveLength(page.totalCount);
  } while (after);
  return items;
}

describe("the crowd", () => {
  test("is as large as asked for, and no run adds anybody twice", async () => {
    const before = await countAll();
    expect([before.person, before.social_file]).toEqual([CROWD + 2, CROWD + 2]);
    await seedCrowd(hub.subgraphs, CROWD, () => {});
    expect(await countAll()).toEqual(before);
    expect(told).toEqual(["100 of 120 fictitious people", "120 of 120 fictitious people"]);
  });

  test("is the same people at every seeding, marked fictitious", () => {
    expect(crowdPerson(41)).toEqual(crowdPerson(41));
    expect(crowdPerson(0)).toMatchObject({ id: "10000001-0000-4000-8000-000000000000", givenName: "Adèle" });
    const people = Array.from({ length: 500 }, (_, index) => crowdPerson(index));
    expect(people.every(({ familyName }) => familyName.endsWith("(fictif)"))).toBe(true);
    expect(new Set(people.map(({ givenName, familyName }) => `${givenName} ${familyName}`)).size).toBeGreaterThan(400);
  });

  test("shows a social worker prescriptions in every status", async () => {
    const prescriptions = await listAll<{ status: string }>("sophie", "prescriptions", "status");
    expect(new Set(prescriptions.map(({ status }) => status))).toEqual(new Set(Object.keys(prescriptionStatuses)));
  });

  test("shows her requests for rights in every state", async () => {
    const files = await listAll<{ person: { socialFile: { rightsRequests: { state: string }[] } } }>(
      "sophie",
      "prescriptions",
      "person { socialFile { rightsRequests { state } } }",
    );
    const states = files.flatMap(({ person }) => person.socialFile.rightsRequests.map(({ state }) => state));
    expect(new Set(states)).toEqual(new Set(Object.keys(requestStates)));
  });

  test("shows an association supports in every status, and only prescriptions the person lets it know of", async () => {
    const supports = await listAll<{ status: string }>("claire", "healthSupports", "status");
    expect(new Set(supports.map(({ status }) => status))).toEqual(new Set(Object.keys(supportStatuses)));
    const known = await listAll<{ person: { givenName: string } }>("claire", "prescriptions", "person { givenName }");
    const permitted = await hub.sql(
      "consent",
      "select count(*)::int as n from consent where state = 'ACTIVE' and not_after > now() and given_at is not null and person_id::text like '1%'",
    );
    expect(known).toHaveLength(permitted[0].n);
  });

  test("shows a référent contracts in every status, each with its text and the signatures it needs", async () => {
    const contracts = await listAll<{ status: string }>("karim", "employmentContracts", "status");
    expect(new Set(contracts.map(({ status }) => status))).toEqual(new Set(Object.keys(contractStatuses)));
    const unsigned = await hub.sql(
      "employment-contracts",
      `select c.id from employment_contract c where c.signed_on is not null
         and (select count(*) from contract_signature s join contract_version v on v.id = s.version_id where v.contract_id = c.id) < 2`,
    );
    expect(unsigned).toEqual([]);
  });

  test("has consents in every state, those of the clock included", async () => {
    const states = await hub.sql(
      "consent",
      `select distinct case when state = 'OFFERED' and offered_at < now() - interval '30 days' then 'LAPSED'
         when state = 'ACTIVE' and not_after < now() then 'EXPIRED' else state end as state from consent`,
    );
    expect(new Set(states.map(({ state }) => state))).toEqual(new Set(Object.keys(consentStates)));
  });

  test("fills the inboxes of those who accompany it", async () => {
    const unread = async (who: string) => (await hub.ask(who, "{ inbox { unreadCount } }")).data.inbox.unreadCount;
    await eventually(
      async () => (await unread("claire")) > 0 && (await unread("sophie")) > 0 && (await unread("karim")) > 0,
    );
  });
});
