import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { isObjectType } from "graphql";
import type { Viewer } from "../../kit/viewer.ts";
import { people } from "../../scripts/development/world.ts";
import { careAndConsent } from "../../scripts/journey/care-and-consent.ts";
import { play } from "../../scripts/journey/steps.ts";
import { inMonths, newStory, type Story } from "../../scripts/journey/story.ts";
import { roles as roleWords } from "../../subgraphs/protection.ts";
import { schemaOf } from "../canary/support/personal-columns.ts";
import { bothWays, reachSubgraphs } from "../support/both-ways.ts";
import { giveEveryRole } from "../support/give-every-role.ts";
import { liveFurther } from "../support/live-further.ts";
import { openTestHub, type TestHub } from "../support/open-test-hub.ts";
import { disclosedOn, type Form, queriesOf } from "../support/road-queries.ts";
import { readTypeGraph, roadsFrom } from "../support/schema-roads.ts";
import { speakForTheGateway } from "../support/spoken-for.ts";
import { storedValuesOf } from "../support/stored-values.ts";
import { amina, helene, leo, nadia, paul } from "../support/viewers.ts";

const objectTypes = Object.values(schemaOf("api").getTypeMap()).filter(isObjectType);
const graph = readTypeGraph("api", "supergraph");
const roads = roadsFrom(graph, "Query", 6);

let hub: TestHub;
let story: Story;
let values: Set<string>;
let ids: Record<string, string>;
let entities: Record<string, string>;
let attempts = 0;
const viewers: Record<string, Viewer> = { paul, leo, nadia };
const SOCIAL_FILE = "0f000000-0000-4000-8000-000000000001";

beforeAll(async () => {
  // Many roads at once cost more than any client may ask; each of them is walked all the same.
  hub = await openTestHub({ limits: { cost: 1_000_000, lookups: 1_000 } });
  story = newStory(hub.ask);
  await play(careAndConsent, story, () => undefined);
  const asked = `mutation { requestDisabilityRight(input: { socialFile: "${SOCIAL_FILE}", kind: RQTH, state: INVESTIGATION_ONGOING }) { userErrors { message } } }`;
  expect((await hub.ask("sophie", asked)).data.requestDisabilityRight.userErrors).toEqual([]);
  const planned = `mutation { planAppointment(input: { requestKey: "${randomUUID()}", healthSupport: "${story.support}", startsAt: "${inMonths(1)}T09:00:00Z" }) { userErrors { message } } }`;
  expect((await hub.ask("claire", planned)).data.planAppointment.userErrors).toEqual([]);
  const standing = `mutation { recordProxyAuthority(input: { requestKey: "${randomUUID()}", person: "${people.amina}", holderAccount: "development|guardian", holderName: "Mandataire fictive", kind: CURATOR_ASSISTING, scope: [MENTAL_HEALTH], validTo: "2126-01-01T00:00:00Z", evidenceHash: "${"e".repeat(64)}" }) { userErrors { message } } }`;
  expect((await hub.ask("sophie", standing)).data.recordProxyAuthority.userErrors).toEqual([]);
  await liveFurther(hub, story);
  values = await storedValuesOf(hub, people.amina);
  // What a correction is asked of is named by a type of the schema.
  for (const { name } of objectTypes) values.delete(name);
  ids = {
    person: story.person.id,
    employmentContract: story.person.contract,
    healthSupport: story.support,
    prescription: story.prescription,
    consent: story.consent,
  };
  const [grant] = await hub.sql("consent", "select id from consent_grant where consent_id = ?", [story.consent]);
  entities = {
    Person: ids.person!,
    EmploymentContract: ids.employmentContract!,
    HealthSupport: ids.healthSupport!,
    Prescription: ids.prescription!,
    PlanExtract: story.extract.id,
    ConsentGrant: grant.id,
    Consent: ids.consent!,
  };
});
afterAll(() => hub?.close());

/** Whatever of hers a body holds that was not in the question. */
const tracesIn = (body: string, sent: readonly string[]) =>
  [...values].filter((value) => !sent.includes(value) && body.includes(JSON.stringify(value).slice(1, -1)));

/** Places where something of hers stood, and each stored value that came back. */
async function walk(name: string, form: Form, tell: (value: string) => void = () => undefined) {
  const disclosed: string[] = [];
  for (const one of queriesOf(roads, form)) {
    const used = Object.fromEntries(Object.entries(ids).filter(([key]) => one.query.includes(`$${key}`)));
    const { data, body } = await hub.ask(name, one.query, used);
    if (!data) throw new Error(`The roads were not even tried: ${body}`);
    attempts += one.roads.reduce((sum, { leaves }) => sum + leaves.length + 1, 0);
    disclosed.push(
      ...disclosedOn(graph, data, one),
      ...tracesIn(body, Object.values(used)).map((value) => {
        tell(value);
        return "a stored value";
      }),
    );
  }
  return disclosed;
}

it.each(bothWays)("the roads lead the person herself to each of her own records, %s", async (way) => {
  reachSubgraphs(hub, way);
  const disclosed = new Set(await walk("amina", "plain"));
  attempts = 0;
  const reached = new Set([...disclosed].map((place) => place.split(": ")[1]));
  expect(disclosed.has("a stored value")).toBe(true);
  // Her support goes on: there is no outcome yet. An alert is for those who accompany her; what it follows from is hers to read.
  expect([...graph.protectedTypes].filter((type) => !reached.has(type)).sort()).toEqual([
    "PrescriptionOutcome",
    "RuptureAlert",
  ]);
});

describe.each(["paul", "leo", "nadia"])("%s, who accompanies her nowhere,", (name) => {
  const walks: [Form, (typeof bothWays)[number]][] = [["plain", "over TCP"]];
  const morePatient: typeof walks = [
    ["plain", "in one process"],
    ["alias", "over TCP"],
    ["fragment", "in one process"],
  ];
  it.each(name === "paul" ? morePatient : walks)(
    "finds nothing of hers on any road of the schema (%s, %s)",
    async (form, way) => {
      reachSubgraphs(hub, way);
      expect(await walk(name, form)).toEqual([]);
    },
  );

  it("finds nothing by any identifier of hers, asked as anything that has one", async () => {
    const known = [...values].filter((value) => /^[0-9a-f-]{36}$/.test(value));
    const questions = known.flatMap((id) => Object.keys(ids).map((root) => `${root}(id: "${id}") { id }`));
    for (let first = 0; first < questions.length; first += 10) {
      const some = questions.slice(first, first + 10);
      const { data } = await hub.ask(name, `{ ${some.map((question, index) => `a${index}: ${question}`).join(" ")} }`);
      expect(Object.values(data as object)).toEqual(some.map(() => null));
      attempts += some.length;
    }
  });

  it("finds nothing by asking the sources themselves for entities, with keys made up", async () => {
    const gateway = await speakForTheGateway(hub);
    try {
      expect(await walkEntities(gateway.ask, viewers[name]!)).toEqual([]);
    } finally {
      await gateway.close();
    }
  });
});

describe("a volunteer of the association that holds all of it", () => {
  /** What she is asked, and what was answered: all of hers that she may read. */
  const isAdvice = (place: string) => /: Advice(Request|Answer)$|^adviceRequests\b|\.adviceRequest\b/.test(place);

  it("is shown what is asked of her and what was answered, on every road, and nothing else of anybody", async () => {
    reachSubgraphs(hub, "in one process");
    const rows = await hub.sql(
      "health-access",
      "select question as text from advice_request union all select text from advice_answer",
    );
    const told: string[] = [];
    const disclosed = await walk("helene", "plain", (value) => void told.push(value));
    expect(disclosed.filter((place) => !isAdvice(place) && place !== "a stored value")).toEqual([]);
    expect(disclosed.filter(isAdvice).length).toBeGreaterThan(0);
    expect(new Set(told)).toEqual(new Set(rows.map(({ text }: { text: string }) => text)));
  });

  it("finds nothing by any identifier of hers, nor by asking the sources themselves", async () => {
    const known = [...values].filter((value) => /^[0-9a-f-]{36}$/.test(value));
    const questions = known.flatMap((id) => Object.keys(ids).map((root) => `${root}(id: "${id}") { id }`));
    for (let first = 0; first < questions.length; first += 10) {
      const some = questions.slice(first, first + 10);
      const { data } = await hub.ask(
        "helene",
        `{ ${some.map((question, index) => `a${index}: ${question}`).join(" ")} }`,
      );
      expect(Object.values(data as object)).toEqual(some.map(() => null));
    }
    const gateway = await speakForTheGateway(hub);
    try {
      expect(await walkEntities(gateway.ask, helene)).toEqual([]);
    } finally {
      await gateway.close();
    }
  });
});

it("an outsider who holds every role in an organisation of his own finds nothing either", async () => {
  await giveEveryRole(hub, "paul");
  expect(await walk("paul", "plain")).toEqual([]);
  const gateway = await speakForTheGateway(hub);
  const everyRole = { ...paul, roles: Object.keys(roleWords) };
  expect(await walkEntities(gateway.ask, everyRole)).toEqual([]);
  await gateway.close();
});

it("the sources themselves answer the person for her own entities", async () => {
  const gateway = await speakForTheGateway(hub);
  const before = attempts;
  expect(await walkEntities(gateway.ask, amina)).toContain("a stored value");
  attempts = before;
  await gateway.close();
});

async function walkEntities(ask: Awaited<ReturnType<typeof speakForTheGateway>>["ask"], viewer: Viewer) {
  const disclosed: string[] = [];
  const spoofed = { linkedExtractId: story.extract.id, resourceId: story.extract.id };
  for (const source of ["consent", "social-services", "health-access", "employment-contracts"]) {
    const own = readTypeGraph(source);
    for (const [type, key] of Object.entries(entities)) {
      if (!own.edgesOf.has(type)) continue;
      const representations = [{ __typename: type, id: key, ...spoofed }];
      for (const road of [{ steps: [], end: type, leaves: own.leavesOf(type) }, ...roadsFrom(own, type, 3)]) {
        const [one] = queriesOf([{ ...road, steps: [{ field: "x", target: type }, ...road.steps] }], "plain");
        const query = `query ($representations: [_Any!]!) { x: _entities(representations: $representations) { ... on ${type} ${one!.query.slice(one!.query.indexOf("{ x {") + 4, -1)} } }`;
        const { data, body } = await ask(source, viewer, query, { representations });
        attempts += road.leaves.length + 1;
        if (data === undefined && !/resolvable|cannot/i.test(body))
          throw new Error(`${source} was not asked: ${body} ${query}`);
        if (data) disclosed.push(...disclosedOn(own, data, one!));
        disclosed.push(...tracesIn(body, [key, story.extract.id]).map(() => "a stored value"));
      }
    }
  }
  return disclosed;
}

it("a stranger is asked to sign in, whatever she asks", async () => {
  for (const authorization of [undefined, "Bearer x", "Basic YTpi", `Hub ${await hub.tokenOf("karim")}`]) {
    const response = await fetch(hub.endpoint, {
      method: "POST",
      headers: { "content-type": "application/json", ...(authorization ? { authorization } : {}) },
      body: JSON.stringify({ query: `{ person(id: "${people.amina}") { givenName } }` }),
    });
    const body = await response.text();
    expect(response.status).toBe(401);
    expect(tracesIn(body, [])).toEqual([]);
    expect(JSON.parse(body).data ?? null).toBeNull();
    attempts++;
  }
});

it("thousands of roads were tried", () => {
  expect(attempts).toBeGreaterThan(15_000);
});
