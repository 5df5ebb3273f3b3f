import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { DecisionRequest } from "../../../kit/decision.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { organizations, people } from "../../../scripts/development/world.ts";
import { decide } from "../../../subgraphs/consent/repositories/decisions.ts";
import { type LedgerRegistry, startLedgerRegistry } from "../../support/ledger-registry.ts";
import { amina, claire, karim, nadia, sophie } from "../../support/viewers.ts";

const officerOf = (organization: string): Viewer => ({
  ...claire,
  subject: `development|officer-of-${organization}`,
  organization,
  roles: ["DATA_PROTECTION_OFFICER"],
});
const ofAsker = officerOf(organizations.association);
const ofHolder = officerOf(organizations.medicoSocialCentre);
const ofContracts = officerOf(organizations.insertionDoubs);
const elsewhere = officerOf(organizations.insertionCreuse);

const SEARCH = `query ($filter: DisclosureFilterInput!, $first: Int! = 100, $after: String) {
  organizationDisclosures(filter: $filter, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    edges { node { id decidedAt category purpose coordinates actorRoles application isPermitted ground subjectId
      organization { id } source { id } recipients { id } } } } }`;
const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString();
const period = { since: day(-1), until: day(1) };

let registry: LedgerRegistry;
beforeAll(async () => {
  registry = await startLedgerRegistry();
  await registry.decideAbout(3);
  await put(claire, {
    subject: people.amina,
    holder: organizations.association,
    category: "HEALTH_OBSERVATION",
    purpose: "CARE_ACCESS_COORDINATION",
  });
  // Refused where the one who asks must not tell a refusal from a plan that is not there.
  await put(karim, {
    subject: people.amina,
    holder: organizations.association,
    category: "EMPLOYMENT_EXTRACT",
    purpose: "CONTRACT_INTEGRATION",
  });
  await put(amina, {
    subject: people.amina,
    holder: organizations.medicoSocialCentre,
    category: "SOCIAL_RIGHTS",
    purpose: "SOCIAL_FOLLOW_UP",
  });
});
afterAll(() => registry?.close());

async function put(viewer: Viewer, question: Pick<DecisionRequest, "subject" | "holder" | "category" | "purpose">) {
  const { orm } = registry.hub.running.consent!;
  const asking = { viewer, askedBy: "tests", requestId: randomUUID() };
  return decide(orm.em.fork(), asking, [{ operation: "READ", coordinates: ["Tested.field"], ...question }]);
}
const ask = (viewer: Viewer | null, variables: object) =>
  registry.hub.ask("consent", viewer, SEARCH, variables as Record<string, unknown>);
// biome-ignore lint/suspicious/noExplicitAny: rows of the answer
type Found = { totalCount: number; nodes: any[] };
async function find(viewer: Viewer, filter: object = {}): Promise<Found> {
  const { data, errors } = await ask(viewer, { filter: { ...period, ...filter } });
  expect(errors).toBeUndefined();
  const { totalCount, edges } = data.organizationDisclosures;
  expect(totalCount).toBe(edges.length);
  return { totalCount, nodes: edges.map(({ node }: { node: unknown }) => node) };
}
const searches = async () =>
  (await registry.pool.query("select * from disclosure_search order by id")).rows as Record<string, unknown>[];

describe("an officer finds", () => {
  test("what was asked of her organisation, with the identifier its own records have for the person", async () => {
    const { nodes } = await find(ofHolder);
    expect(nodes).toHaveLength(6);
    expect(nodes[0]).toEqual({
      id: expect.any(String),
      decidedAt: expect.any(String),
      category: "CARE_NAVIGATION",
      purpose: "CARE_ACCESS_COORDINATION",
      coordinates: ["Prescription.status"],
      actorRoles: ["HEALTH_NAVIGATOR"],
      application: "tests",
      isPermitted: expect.any(Boolean),
      ground: expect.stringMatching(/^(GRANT|NOT_PERMITTED)$/),
      subjectId: expect.any(String),
      organization: { id: organizations.association },
      source: { id: organizations.medicoSocialCentre },
      recipients: [{ id: organizations.association }],
    });
    expect(new Set(nodes.map(({ subjectId }) => subjectId))).toEqual(new Set([people.amina, people.bruno]));
  });

  test("what her members asked of others, about nobody she could name", async () => {
    const { nodes } = await find(ofAsker, { category: "CARE_NAVIGATION" });
    expect(nodes).toHaveLength(6);
    expect(nodes.map(({ subjectId }) => subjectId)).toEqual(nodes.map(() => null));
  });

  test("each line once where her members asked for her organisation's own records", async () => {
    const { nodes } = await find(ofAsker, { category: "HEALTH_OBSERVATION" });
    expect(nodes).toMatchObject([{ ground: "HOLDER", isPermitted: true, subjectId: people.amina }]);
  });

  test("nothing of others, and nothing of what a person reads herself", async () => {
    expect(await find(elsewhere)).toEqual({ totalCount: 0, nodes: [] });
    expect(await find(ofHolder, { category: "SOCIAL_RIGHTS" })).toEqual({ totalCount: 0, nodes: [] });
  });

  test("a refusal that must look like nothing where the records are, and not where it was asked", async () => {
    for (const filter of [{}, { isRefusedOnly: true }, { purpose: "CONTRACT_INTEGRATION" }])
      expect(await find(ofContracts, filter)).toEqual({ totalCount: 0, nodes: [] });
    const { nodes } = await find(ofAsker, { purpose: "CONTRACT_INTEGRATION" });
    expect(nodes).toMatchObject([{ isPermitted: false, ground: "NOT_PERMITTED", subjectId: people.amina }]);
  });

  test("that a person opposes in the very words of a consent that is not there", async () => {
    const { em } = registry.hub.running.consent!.orm;
    await em
      .fork()
      .execute("insert into restriction (id, person_id, starts_at) values (?, ?, now())", [randomUUID(), people.bruno]);
    const question = { holder: organizations.insertionDoubs, category: "CONTRACT_TERMS", purpose: "RIGHTS_OPENING" };
    await put(sophie, { subject: people.bruno, ...question });
    await put(sophie, { subject: people.amina, ...question });
    const { rows } = await registry.pool.query(
      "select reason from decision_record where category = 'CONTRACT_TERMS' order by id",
    );
    expect(rows).toEqual([{ reason: "RESTRICTED" }, { reason: "NO_GRANT" }]);
    const { nodes } = await find(ofHolder, { category: "CONTRACT_TERMS", isRefusedOnly: true });
    const told = nodes.map(({ id: _id, decidedAt: _at, ...rest }) => rest);
    expect(told).toHaveLength(2);
    expect(told[0]).toEqual(told[1]);
  });
});

test("pages follow one another without a gap or a line twice, and count the whole", async () => {
  const filter = { ...period, category: "CARE_NAVIGATION" };
  const whole = (await find(ofAsker, filter)).nodes.map(({ id }) => id);
  const seen: string[] = [];
  let after: string | null = null;
  for (let page = 0; page < 3; page++) {
    const { data }: Awaited<ReturnType<typeof ask>> = await ask(ofAsker, { filter, first: 2, after });
    const found = data.organizationDisclosures;
    expect(found).toMatchObject({ totalCount: 6, pageInfo: { hasNextPage: page < 2 } });
    seen.push(...found.edges.map(({ node }: { node: { id: string } }) => node.id));
    after = found.pageInfo.endCursor;
  }
  expect(seen).toEqual(whole);
  expect(await find(ofAsker, { since: day(-3), until: day(-2) })).toEqual({ totalCount: 0, nodes: [] });
});

test("nobody else finds anything, whatever she may know otherwise, and leaves no search", async () => {
  const before = await searches();
  for (const viewer of [claire, karim, sophie, amina, { ...ofHolder, organization: null }, null])
    expect(await ask(viewer, { filter: period })).toEqual({ status: 200, data: { organizationDisclosures: null } });
  expect(await searches()).toEqual(before);
});

test("a period that ends before it begins, one of years, and a cursor of another list are refused", async () => {
  const before = await searches();
  for (const variables of [
    { filter: { since: day(1), until: day(-1) } },
    { filter: { since: day(-400), until: day(1) } },
    { filter: period, after: Buffer.from('["1"]').toString("base64url") },
  ]) {
    const { data, errors } = await ask(ofHolder, variables);
    expect(data.organizationDisclosures).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
  }
  expect(await searches()).toEqual(before);
});

/** Changes each column of a row, past every trigger, and expects the ledger to name it. */
async function expectEachColumnSealed(table: string, kind: string, id: string, count: number): Promise<void> {
  const { rows } = await registry.pool.query(
    "select column_name as name, udt_name as type from information_schema.columns where table_name = $1 and column_name <> 'id'",
    [table],
  );
  expect(rows).toHaveLength(count);
  const changed: Readonly<Record<string, string>> = {
    text: "coalesce(%, '') || 'x'",
    uuid: "gen_random_uuid()",
    timestamptz: "% + interval '1 microsecond'",
    bool: "not %",
    int8: "coalesce(%, 0) + 1",
    bytea: "sha256(%)",
    jsonb: "% || '[1]'",
  };
  for (const { name, type } of rows) {
    const thief = await registry.pool.connect();
    try {
      await thief.query("begin");
      await thief.query("set local session_replication_role = replica");
      const value = changed[type]!.replace("%", name);
      await thief.query(`update ${table} set ${name} = ${value} where id = $1`, [id]);
      expect({ name, found: await registry.faults(thief) }).toEqual({
        name,
        found: [expect.stringMatching(new RegExp(`^${kind}:${id} is not what leaf \\d+ commits to`))],
      });
    } finally {
      await thief.query("rollback");
      thief.release();
    }
  }
}

describe("a search", () => {
  test("is in the ledger with who made it and her filter, and a changed one is named", async () => {
    await find(ofHolder, { isRefusedOnly: true, purpose: "CARE_ACCESS_COORDINATION" });
    const last = (await searches()).at(-1)!;
    expect(last).toMatchObject({
      actor_subject: ofHolder.subject,
      organization_id: organizations.medicoSocialCentre,
      purpose: "CARE_ACCESS_COORDINATION",
      category: null,
      is_refused_only: true,
    });
    await registry.settle();
    expect(await registry.faults()).toEqual([]);
    await expect(registry.pool.query("delete from disclosure_search")).rejects.toThrow(/append-only|denied/);
    await expectEachColumnSealed("disclosure_search", "search", String(last.id), 11 + 1);
  });

  test("that cannot be recorded finds nothing", async () => {
    const before = await searches();
    await registry.pool.query("alter table disclosure_search add constraint closed check (false) not valid");
    try {
      const { data, errors } = await ask(ofHolder, { filter: period });
      expect(data.organizationDisclosures).toBeNull();
      expect(errors).toHaveLength(1);
    } finally {
      await registry.pool.query("alter table disclosure_search drop constraint closed");
    }
    expect(await searches()).toEqual(before);
  });

  test("reads the lines of one organisation by their index", async () => {
    const client = await registry.pool.connect();
    try {
      await client.query("begin");
      await client.query("set local enable_seqscan = off");
      for (const column of ["actor", "source"]) {
        const { rows } = await client.query(
          `explain select * from decision_record r where reason not in ('SELF', 'PROXY') and ${column}_organization_id = $1
           and decided_at >= now() - interval '1 day' order by decided_at desc, id desc limit 20`,
          [organizations.association],
        );
        const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
        expect(plan).toContain(`Index Scan Backward using decision_record_by_${column}`);
        expect(plan).not.toContain("Sort");
      }
    } finally {
      await client.query("rollback");
      client.release();
    }
  });
});

test("where an organisation works from now on is in the ledger too, and a changed record is named", async () => {
  const { organization } = sophie;
  const query = `mutation { recordOrganizationTerritory(input: { organization: "${organization}", areas: [{ kind: COMMUNE, code: "25056" }] }) { userErrors { code } } }`;
  const { data } = await registry.hub.ask("consent", nadia, query);
  expect(data.recordOrganizationTerritory.userErrors).toEqual([]);
  await registry.settle();
  const { rows } = await registry.pool.query("select id from territory_record");
  expect(rows).toHaveLength(1);
  await expectEachColumnSealed("territory_record", "territory", rows[0].id, 4 + 1);
});

test("a look for an invitation by its code is in the ledger too, and a changed one is named", async () => {
  await registry.hub.ask("consent", claire, '{ accompanimentInvitation(code: "0000-0000-0000") { id } }');
  await registry.settle();
  const { rows } = await registry.pool.query("select id from invitation_lookup");
  expect(rows).toHaveLength(1);
  await expectEachColumnSealed("invitation_lookup", "lookup", rows[0].id, 7 + 1);
});
