import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { contracts, organizations, people } from "../../../scripts/development/world.ts";
import { seedEmploymentContracts } from "../../../scripts/seed/employment-contracts.ts";
import { createEmploymentContracts } from "../../../subgraphs/employment-contracts/subgraph.ts";
import { type Harness, startHarness } from "../../support/harness.ts";
import { startRegistry } from "../../support/registry.ts";
import { amina, claire, karim, leo, nadia, paul, sophie } from "../../support/viewers.ts";
import { contractTerms, EVERYTHING, EXTRACT, HASH, UNKNOWN } from "./support.ts";

const NAME = "employment-contracts";
const idOf = (index: number) => `0c000000-0000-4000-8000-1${String(index).padStart(11, "0")}`;
let hub: Harness;
let registry: Awaited<ReturnType<typeof startRegistry>>;

const ask = (viewer: Parameters<Harness["ask"]>[1], query: string, variables = {}) =>
  hub.ask(NAME, viewer, query, variables);
const read = (id: string, selection = EVERYTHING) => `{ employmentContract(id: "${id}") { ${selection} } }`;
const execute = (sql: string, values: unknown[] = []) => hub.running[NAME]!.orm.em.fork().execute(sql, values);

beforeAll(async () => {
  hub = await startHarness([createEmploymentContracts(() => new Date("2026-11-23T09:00:00Z"))]);
  registry = await startRegistry(hub);
  await seedEmploymentContracts(hub.running[NAME]!.orm);
});
afterAll(async () => {
  await hub.close();
  await registry.close();
});
beforeEach(() => {
  registry.calls.length = 0;
  hub.statements[NAME]!.length = 0;
});
afterEach(() => registry.revokeAll());

test("seeding twice changes nothing", async () => {
  await seedEmploymentContracts(hub.running[NAME]!.orm);
  expect(await execute("select count(*)::int as count from contract_version")).toEqual([{ count: 3 }]);
});

describe("a contract", () => {
  test("shows its holder's référent the terms last agreed and all that was agreed before", async () => {
    const { data, errors } = await ask(karim, read(contracts.amina));
    expect(errors).toBeUndefined();
    expect(data.employmentContract).toMatchObject({
      kind: "CER",
      status: "TO_RENEW",
      startsOn: "2024-09-02",
      endsOn: "2026-12-31",
      signatureDeadlineOn: null,
      toReplaceBefore: "2027-01-01",
      version: 2,
      person: { id: people.amina },
      organization: { id: organizations.insertionDoubs },
      versions: [
        { number: 1, kind: "INITIAL", endsOn: "2025-09-01" },
        { number: 2, kind: "RENEWAL", effectiveOn: "2025-09-02", endsOn: "2026-12-31" },
      ],
    });
    expect(registry.calls).toEqual([]);
  });

  test("tells when a contrat d'engagement had to be signed, and that nothing replaces it", async () => {
    const { data } = await ask(karim, read(contracts.bruno, "signatureDeadlineOn toReplaceBefore status"));
    expect(data.employmentContract).toEqual({
      signatureDeadlineOn: "2026-06-11",
      toReplaceBefore: null,
      status: "SIGNED",
    });
  });

  test("shows the person herself her own, alone and in her list", async () => {
    const { data, errors } = await ask(
      amina,
      `{ employmentContract(id: "${contracts.amina}") { kind } other: employmentContract(id: "${contracts.bruno}") { kind }
        employmentContracts { totalCount edges { node { id } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      employmentContract: { kind: "CER" },
      other: null,
      employmentContracts: { totalCount: 1, edges: [{ node: { id: contracts.amina } }] },
    });
  });

  test("is read by another organisation under a grant for its terms, and not without", async () => {
    const person = `query { _entities(representations: [{ __typename: "Person", id: "${people.amina}" }]) {
      ... on Person { employmentContracts { kind endsOn } } } }`;
    expect((await ask(claire, read(contracts.amina))).data).toEqual({ employmentContract: null });
    expect((await ask(claire, person)).data._entities).toEqual([{ employmentContracts: [] }]);
    registry.permit(contractTerms(organizations.association));
    expect((await ask(claire, read(contracts.amina, "kind"))).data).toEqual({ employmentContract: { kind: "CER" } });
    expect((await ask(claire, person)).data._entities).toEqual([
      { employmentContracts: [{ kind: "CER", endsOn: "2026-12-31" }] },
    ]);
  });

  test("is a consent apart: one for the extract or her contact does not open it", async () => {
    registry.permit({ ...contractTerms(organizations.association), category: "IDENTITY_CONTACT" });
    registry.permit({ ...contractTerms(organizations.association), purpose: "CONTRACT_INTEGRATION" });
    expect((await ask(claire, read(contracts.amina))).data).toEqual({ employmentContract: null });
  });
});

describe("Paul, and whoever has no right to it", () => {
  const roads = (id: string) => [
    read(id),
    read(id, "id"),
    read(id, "__typename"),
    read(id, "linkedExtractId"),
    read(id, "versions { number }"),
    read(id, "person { id }"),
    `{ x: employmentContract(id: "${id}") { a: id b: kind } }`,
    `query { employmentContract(id: "${id}") { ...everything } } fragment everything on EmploymentContract { ${EVERYTHING} }`,
    `{ employmentContract(id: "${id}") { ... on EmploymentContract { id } } }`,
    `{ _entities(representations: [{ __typename: "EmploymentContract", id: "${id}" }]) { ... on EmploymentContract { id linkedExtractId } } }`,
    `{ _entities(representations: [{ __typename: "EmploymentContract", id: "${id}" }]) { __typename } }`,
  ];
  const lists = [
    `{ employmentContracts { totalCount pageInfo { hasNextPage endCursor } edges { cursor node { id } } } }`,
    `{ employmentContracts(filter: { kind: CER, status: TO_RENEW }) { totalCount edges { cursor } } }`,
  ];
  const viewers = { paul, leo, nadia, sophie, claire, nobody: null };

  test.each(Object.entries(viewers))("%s gets for it the very bytes of one that does not exist", async (_, viewer) => {
    for (const [index, road] of roads(contracts.amina).entries()) {
      const own = JSON.stringify(await ask(viewer, road));
      const unknown = JSON.stringify(await ask(viewer, roads(UNKNOWN)[index]!));
      expect(own).toBe(unknown);
      expect(own).not.toContain("errors");
    }
  });

  test.each(Object.entries(viewers))("%s lists and counts nothing", async (_, viewer) => {
    for (const list of lists) {
      const { data, errors } = await ask(viewer, list);
      expect(errors).toBeUndefined();
      expect(data.employmentContracts).toMatchObject({ totalCount: 0, edges: [] });
    }
  });

  test("a member of the holding organisation without the référent's role sees nothing of it either", async () => {
    const clerk = { ...karim, roles: ["SOCIAL_WORKER"] };
    expect((await ask(clerk, read(contracts.amina))).data).toEqual({ employmentContract: null });
    expect((await ask(clerk, lists[0]!)).data.employmentContracts).toMatchObject({ totalCount: 0, edges: [] });
  });

  test("Paul's question about a person gives him none of her contracts, and leaves a trace at the registry", async () => {
    const { data } = await ask(
      paul,
      `{ _entities(representations: [{ __typename: "Person", id: "${people.amina}" }]) { ... on Person { employmentContracts { id } } } }`,
    );
    expect(data._entities).toEqual([{ employmentContracts: [] }]);
    expect(registry.calls.flat()).toEqual([
      expect.objectContaining({
        subject: people.amina,
        holder: organizations.insertionDoubs,
        category: "CONTRACT_TERMS",
      }),
    ]);
  });

  test("a malformed identifier is one that does not exist", async () => {
    for (const id of ["1", "' or 1=1 --", "0c000000"])
      expect((await ask(karim, read(id))).data).toEqual({ employmentContract: null });
  });
});

describe("many contracts", () => {
  const COUNT = 120;

  beforeAll(async () => {
    await execute(
      `insert into employment_contract
         (id, person_id, organization_id, kind, status, starts_on, ends_on, signed_on, weekly_hours, is_hours_adjusted, commitments, version, request_key)
       select ('0c000000-0000-4000-8000-1' || lpad(n::text, 11, '0'))::uuid, ?, ?, 'CONTRAT_ENGAGEMENT', 'SIGNED',
         date '2026-01-01', date '2027-02-01' + (n / 10), date '2026-01-01', 15, false, '{}', 1, gen_random_uuid()
       from generate_series(1, ?) as n`,
      [people.bruno, organizations.insertionDoubs, COUNT],
    );
    await execute(
      `insert into plan_link (id, contract_id, extract_id, content_hash, linked_at)
       select gen_random_uuid(), id, ?, ?, now() from employment_contract where id <> ?`,
      [EXTRACT, HASH, contracts.amina],
    );
  });

  const page = `query ($first: Int!, $after: String, $filter: EmploymentContractFilter) {
    employmentContracts(first: $first, after: $after, filter: $filter) {
      totalCount pageInfo { hasNextPage endCursor } edges { cursor node { id endsOn } } } }`;

  async function walk(first: number, filter: object | null = null): Promise<{ id: string; endsOn: string }[]> {
    const nodes = [];
    let after: string | null = null;
    do {
      const { data } = await ask(karim, page, { first, after, filter });
      nodes.push(...data.employmentContracts.edges.map((edge: { node: object }) => edge.node));
      after = data.employmentContracts.pageInfo.hasNextPage ? data.employmentContracts.pageInfo.endCursor : null;
    } while (after);
    return nodes;
  }

  test.each([7, 50, 100])("come page by page of %i, each once, the soonest end first", async (first) => {
    const nodes = await walk(first);
    const { data } = await ask(karim, page, { first: 1 });
    expect(nodes).toHaveLength(COUNT + 2);
    expect(data.employmentContracts.totalCount).toBe(COUNT + 2);
    expect(new Set(nodes.map(({ id }) => id)).size).toBe(COUNT + 2);
    const places = nodes.map(({ endsOn, id }) => `${endsOn} ${id}`);
    expect(places).toEqual([...places].sort());
  });

  test("are restricted before they are counted and paged", async () => {
    expect(await walk(5, { kind: "CER" })).toEqual([{ id: contracts.amina, endsOn: "2026-12-31" }]);
    expect(await walk(5, { status: "TO_RENEW" })).toEqual([{ id: contracts.amina, endsOn: "2026-12-31" }]);
    expect(await walk(50, { status: "SIGNED" })).toHaveLength(COUNT + 1);
    expect(await walk(50, { status: "ENDED" })).toEqual([]);
    const { data } = await ask(karim, page, { first: 1, filter: { kind: "CER" } });
    expect(data.employmentContracts).toMatchObject({ totalCount: 1, pageInfo: { hasNextPage: false } });
  });

  test.each([
    "nonsense",
    ...['["2026-12-31","x"]', `["2026-02-30","${UNKNOWN}"]`, "[1,2,3]"].map((text) =>
      Buffer.from(text).toString("base64url"),
    ),
  ])("a cursor of another make is refused: %s", async (after) => {
    const { errors } = await ask(karim, page, { first: 1, after });
    expect(errors).toEqual([expect.objectContaining({ extensions: { code: "BAD_USER_INPUT" } })]);
  });

  test.each([0, 101])("a page of %i is refused", async (first) => {
    const { errors } = await ask(karim, page, { first });
    expect(errors).toEqual([expect.objectContaining({ extensions: { code: "BAD_USER_INPUT" } })]);
  });

  test.each([2, 50])("a page of %i with linked extracts costs two statements and no question", async (first) => {
    const { data, errors } = await ask(
      karim,
      `{ employmentContracts(first: ${first}) { pageInfo { endCursor } edges { node { id kind status endsOn linkedExtractId } } } }`,
    );
    expect(errors).toBeUndefined();
    expect(data.employmentContracts.edges).toHaveLength(first);
    expect(hub.statements[NAME]).toHaveLength(2);
    expect(registry.calls).toEqual([]);
  });

  test("a hundred references with linked extracts cost two statements", async () => {
    const refs = Array.from({ length: 100 }, (_, index) => ({ __typename: "EmploymentContract", id: idOf(index + 1) }));
    const { data } = await ask(
      karim,
      "query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on EmploymentContract { id kind linkedExtractId } } }",
      { refs },
    );
    expect(data._entities.map(({ id }: { id: string }) => id)).toEqual(refs.map(({ id }) => id));
    expect(data._entities[0].linkedExtractId).toBe(EXTRACT);
    expect(hub.statements[NAME]).toHaveLength(2);
  });

  test("a hundred versions lists cost one statement more, and people's contracts one in all", async () => {
    await ask(karim, "{ employmentContracts(first: 100) { edges { node { id versions { number } } } } }");
    expect(hub.statements[NAME]).toHaveLength(2);
    hub.statements[NAME]!.length = 0;
    const refs = [people.amina, people.bruno].map((id) => ({ __typename: "Person", id }));
    const { data } = await ask(
      karim,
      "query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Person { employmentContracts { id } } } }",
      { refs },
    );
    expect(
      data._entities.map((person: { employmentContracts: object[] }) => person.employmentContracts.length),
    ).toEqual([1, COUNT + 1]);
    expect(hub.statements[NAME]).toHaveLength(1);
  });
});
