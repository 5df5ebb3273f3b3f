import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { addPageOfPeople, PAGE_OF_PEOPLE } from "../../bench/consent/page-of-people.ts";
import { organizations } from "../../scripts/development/world.ts";
import { SEARCH } from "../../scripts/journey/story.ts";
import { bothWays, reachSubgraphs } from "../support/both-ways.ts";
import { type Cost, countCalls } from "../support/count-calls.ts";
import { addLinkedPlans, addNewerExtracts } from "../support/linked-plan.ts";
import { openTestHub, type TestHub } from "../support/open-test-hub.ts";

const PAGE = `query ($first: Int!) {
  employmentContracts(first: $first, filter: { kind: CONTRAT_ENGAGEMENT }) {
    edges { node { kind status endsOn weeklyHours person { givenName familyName } planExtract { contentHash lines { kind label weeklyHours } } } }
  }
}`;

let hub: TestHub;
beforeAll(async () => {
  // A page of 100 people with lists within lists is more than a client may ask; what it costs is counted all the same.
  hub = await openTestHub({ withDirectory: true, limits: { cost: 20_000 } });
  // Only what this test makes stands on the page.
  await hub.sql("employment-contracts", "update employment_contract set organization_id = ?", [
    organizations.insertionCreuse,
  ]);
});
afterAll(() => hub?.close());

const counted = async (person: string, query: string, variables: Record<string, unknown> = {}) => {
  const { result, ...cost } = await countCalls(hub, () => hub.ask(person, query, variables));
  expect(result.errors).toBeUndefined();
  return { ...cost, data: result.data };
};
const fetchesOf = ({ calls }: Cost) => calls.filter((call) => call.endsWith("/graphql"));
const decisionsOf = ({ calls }: Cost) => calls.filter((call) => call.endsWith("/decisions"));
const fencesOf = ({ calls }: Cost) => calls.filter((call) => call.endsWith("/fence"));

describe.each(bothWays)("the référent's page of contracts with plans, %s,", (way) => {
  const costs: Record<number, Cost> = {};
  beforeAll(() => reachSubgraphs(hub, way));

  it.each([5, 50])("costs 3 fetches and 1 decision call with %i contracts", async (rows) => {
    const present = (await hub.sql("employment-contracts", "select count(*)::int as n from plan_link"))[0].n;
    const plans = await addLinkedPlans(hub, Math.max(0, rows - present));
    await hub.ask("karim", PAGE, { first: rows });
    const { data, ...cost } = await counted("karim", PAGE, { first: rows });
    costs[rows] = cost;
    const { edges } = data.employmentContracts;
    expect(edges).toHaveLength(rows);
    const hashes = edges.map(
      (edge: { node: { planExtract: { contentHash: string } } }) => edge.node.planExtract.contentHash,
    );
    expect(hashes).toHaveLength(rows);
    expect(hashes).toEqual(expect.arrayContaining(plans.map(({ contentHash }) => contentHash)));
    expect(edges.every((edge: { node: { person: { givenName: string } } }) => edge.node.person.givenName)).toBe(true);
    expect(fetchesOf(cost)).toEqual(["consent /graphql", "employment-contracts /graphql", "health-access /graphql"]);
    expect(decisionsOf(cost)).toEqual(["consent /decisions"]);
    expect(fencesOf(cost)).toEqual(["consent /fence"]);
  });

  it("costs the same with 5 contracts as with 50", () => {
    expect(costs[50]).toEqual(costs[5]);
  });

  it("costs at most two statements a fetch, one each for the decisions, the fence and to know the viewer", () => {
    expect(costs[50]!.statements).toEqual({ consent: 2 + 1 + 1 + 1, "employment-contracts": 2, "health-access": 1 });
  });

  it("costs one statement more when all contracts are to be counted", async () => {
    const { data, statements } = await counted("karim", PAGE.replace("edges", "totalCount edges"), { first: 50 });
    expect(data.employmentContracts.totalCount).toBe(50);
    expect(statements["employment-contracts"]).toBe(costs[50]!.statements["employment-contracts"]! + 1);
  });
});

it("the list of plans updated since they were linked costs the same with 1 of them as with 20", async () => {
  const query = `query ($first: Int!) { planUpdates(first: $first) { totalCount edges { node {
    contentHash contractsToUpdate { id kind } } } } }`;
  const costs: Cost[] = [];
  for (const more of [1, 19]) {
    const plans = await addLinkedPlans(hub, more);
    const newer = await addNewerExtracts(hub, plans, "ACTIVE");
    await hub.ask("karim", query, { first: 50 });
    const { data, ...cost } = await counted("karim", query, { first: 50 });
    const listed = data.planUpdates.edges.map(({ node }: { node: object }) => node);
    expect(listed).toHaveLength(data.planUpdates.totalCount);
    for (const { contract, contentHash } of newer)
      expect(listed).toContainEqual({ contentHash, contractsToUpdate: [{ id: contract, kind: "CONTRAT_ENGAGEMENT" }] });
    costs.push(cost);
  }
  expect(fetchesOf(costs[1]!)).toEqual(["employment-contracts /graphql", "health-access /graphql"]);
  // What was sent and is newer; the extracts of the page; their contracts.
  expect(costs[1]!.statements["health-access"]).toBe(3);
  expect(costs[1]).toEqual(costs[0]);
});

it("people seen across every source of their records cost one fetch a source and level, whatever their number", async () => {
  const query = `query ($first: Int!) { accompaniedPersons(first: $first) { edges { node {
    givenName employmentContracts { kind planExtract { text } } healthSupports { status } prescriptions { status } planExtracts { contentHash }
  } } } }`;
  const costs = [];
  for (const first of [5, 50]) {
    const { data, ...cost } = await counted("karim", query, { first });
    expect(data.accompaniedPersons.edges).toHaveLength(first);
    costs.push(cost);
  }
  expect(fetchesOf(costs[1]!)).toEqual([
    "consent /graphql",
    "employment-contracts /graphql",
    // The extracts of people, then those their contracts link.
    "health-access /graphql",
    "health-access /graphql",
    "social-services /graphql",
  ]);
  expect(decisionsOf(costs[1]!).length).toBeLessThanOrEqual(fetchesOf(costs[1]!).length);
  expect(costs[1]).toEqual(costs[0]);
});

describe("a page of people with three categories of what another organisation holds", () => {
  const costs: Cost[] = [];
  beforeAll(async () => {
    await addPageOfPeople((subgraph, text, values) => hub.sql(subgraph, text, values), 100);
    for (const first of [5, 100]) {
      await hub.ask("claire", PAGE_OF_PEOPLE, { first });
      const { data, ...cost } = await counted("claire", PAGE_OF_PEOPLE, { first });
      const people = data.accompaniedPersons.edges.map((edge: { node: object }) => edge.node);
      expect(people).toHaveLength(first);
      for (const { socialFiles, prescriptions } of people) {
        expect(socialFiles).toMatchObject([{ disabilityRequests: [{ kind: "RQTH" }] }]);
        expect(prescriptions).toMatchObject([{ status: "ACCEPTED" }]);
      }
      costs.push(cost);
    }
  });

  it("asks the registry once a fetch, in one statement, whether there are 5 of them or 100", () => {
    expect(fetchesOf(costs[1]!)).toEqual(["consent /graphql", "social-services /graphql"]);
    // The registry decides about its own fields without a call.
    expect(decisionsOf(costs[1]!)).toEqual(["consent /decisions"]);
    expect(fencesOf(costs[1]!)).toEqual(["consent /fence"]);
    // Who asks, the page and its people, a decision about each of two fetches, and the fence.
    expect(costs[1]!.statements.consent).toBe(1 + 2 + 2 + 1);
    expect(costs[1]).toEqual(costs[0]);
  });
});

it("a search of the directory costs one fetch, at most two statements, no decision and no fence", async () => {
  await hub.ask("claire", SEARCH);
  const { data, ...cost } = await counted("claire", SEARCH);
  expect(data.careOffers.edges).toHaveLength(3);
  expect(cost.calls).toEqual(["consent /viewer", "resource-directory /graphql"]);
  expect(cost.statements["resource-directory"]).toBeLessThanOrEqual(2);
});
