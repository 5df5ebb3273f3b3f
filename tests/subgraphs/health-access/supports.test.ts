import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { Viewer } from "../../../kit/viewer.ts";
import { organizations, people } from "../../../scripts/development/world.ts";
import { amina, claire, karim, leo, paul, sophie } from "../../support/viewers.ts";
import { content, eventually, NAME, SECRET, type Story, startStory } from "./story.ts";

let story: Story;
beforeAll(async () => {
  story = await startStory();
});
afterAll(() => story.close());
afterEach(() => story.registry.revokeAll());

const colleague: Viewer = { ...claire, subject: "development|colleague", roles: ["DIRECTORY_EDITOR"] };
const stranger: Viewer = { ...claire, subject: "development|stranger", organization: randomUUID() };
const interview = (healthSupport: string) => ({
  healthSupport,
  kind: "FIRST_INTERVIEW",
  heldOn: "2026-11-20",
  minutes: 60,
});
const execute = (sql: string) => story.hub.running[NAME]!.orm.em.fork().execute(sql);

describe("an accepted prescription", () => {
  test("opens one support however often it is told", async () => {
    const prescription = randomUUID();
    await Promise.all([story.tell(prescription), story.tell(prescription), story.tell(prescription)]);
    await eventually(async () => ((await receivedAll()) ? true : undefined));
    expect(await story.supportsOf(prescription)).toHaveLength(1);

    async function receivedAll() {
      const jobs = await story.hub.running["social-services"]!.orm.em.fork().execute(
        "select 1 from graphile_worker.jobs",
      );
      return (jobs as unknown[]).length === 0;
    }
  });

  test("opens one support even when the consumer is killed in the middle", async () => {
    await execute(`create sequence kills;
      create function kill_once() returns trigger language plpgsql as $$
      begin
        if nextval('kills') = 1 then perform pg_terminate_backend(pg_backend_pid()); end if;
        return new;
      end $$;
      create trigger kill_once after insert on health_support for each row execute function kill_once();`);
    const prescription = randomUUID();
    await story.tell(prescription);
    const supports = await eventually(async () => {
      const found = await story.supportsOf(prescription);
      return found.length > 0 ? found : undefined;
    });
    expect(supports).toHaveLength(1);
    const [kills] = (await execute("select last_value::int as count from kills")) as { count: number }[];
    expect(kills).toEqual({ count: 2 });
    await execute("drop trigger kill_once on health_support");
  });
});

describe("a support", () => {
  test("is shown to the navigators of its association, with its acts, diagnosis and plan", async () => {
    const { healthSupport, prescription } = await story.openPlan();
    const { data, errors } = await story.ask(claire, READ_ALL, { id: healthSupport });
    expect(errors).toBeUndefined();
    expect(data.healthSupport).toMatchObject({
      status: "STARTED",
      startedOn: "2026-11-20",
      person: { id: people.amina },
      prescription: { id: prescription },
      acts: [{ kind: "FIRST_INTERVIEW", minutes: 60, rankOfDay: 1 }],
      diagnoses: [{ summary: SECRET }],
      healthActionPlan: {
        currentVersion: 1,
        current: { goals: [{ code: "HEALTH_BEHAVIOUR" }, {}], constraints: [{}] },
      },
    });
    expect(story.registry.calls).toEqual([]);
  });

  test.each([
    ["a colleague without the role", colleague],
    ["another association", stranger],
    ["the référent without consent", karim],
    ["the référent of another territory", paul],
    ["the prescriber without consent", sophie],
    ["a partner developer", leo],
    ["nobody", null],
  ])("does not exist for %s, by any road", async (_, viewer) => {
    const { healthSupport } = await story.openPlan();
    const { data, errors } = await story.ask(
      viewer,
      `query ($id: ID!, $refs: [_Any!]!) {
        healthSupport(id: $id) { id }
        again: healthSupport(id: $id) { ...all }
        _entities(representations: $refs) { __typename ... on HealthSupport { id acts { id } } ... on Person { healthSupports { id } planExtracts { id } } }
      } fragment all on HealthSupport { status diagnoses { summary } healthActionPlan { id } }`,
      {
        id: healthSupport,
        refs: [
          { __typename: "HealthSupport", id: healthSupport },
          { __typename: "Person", id: people.amina },
        ],
      },
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      healthSupport: null,
      again: null,
      _entities: [null, { __typename: "Person", healthSupports: [], planExtracts: [] }],
    });
    const list = await story.ask(
      viewer,
      "{ healthSupports { totalCount edges { cursor } pageInfo { endCursor hasNextPage } } }",
    );
    expect(list.data.healthSupports).toEqual({
      totalCount: 0,
      edges: [],
      pageInfo: { endCursor: null, hasNextPage: false },
    });
  });

  test("is told from none by nobody when the registry cannot answer", async () => {
    const person = randomUUID();
    const { id } = await story.openSupport(person);
    const url = story.hub.peers.consent!;
    story.hub.peers.consent = "http://127.0.0.1:9";
    const answers = [];
    for (const [support, about] of [
      [id, person],
      [randomUUID(), randomUUID()],
    ]) {
      const refs = [
        { __typename: "HealthSupport", id: support },
        { __typename: "Person", id: about },
      ];
      answers.push(
        await story.ask(
          karim,
          `query ($id: ID!, $refs: [_Any!]!) { healthSupport(id: $id) { id } _entities(representations: $refs) {
            ... on HealthSupport { id } ... on Person { healthSupports { id } }
          } }`,
          { id: support, refs },
        ),
      );
    }
    story.hub.peers.consent = url;
    expect(JSON.stringify(answers[0])).toBe(JSON.stringify(answers[1]));
    expect(answers[0]!.errors!.map(({ extensions }) => extensions.code)).toEqual(Array(3).fill("CONSENT_UNVERIFIABLE"));
  });

  test("is shown to the person herself, and to no other person", async () => {
    const { healthSupport } = await story.openPlan();
    const mine = await story.ask(amina, READ_ALL, { id: healthSupport });
    expect(mine.data.healthSupport.diagnoses).toEqual([{ summary: SECRET }]);
    const bruno = { ...amina, subject: "development|bruno", dataSubject: people.bruno };
    const other = await story.ask(bruno, READ_ALL, { id: healthSupport });
    expect(other.data).toEqual({ healthSupport: null });
    const road = await story.ask(bruno, BY_PERSON, { refs: [{ __typename: "Person", id: people.amina }] });
    expect(road.data._entities).toEqual([{ healthSupports: [] }]);
  });

  test("keeps the advice of volunteers within the association, whatever another one is permitted", async () => {
    const { id: healthSupport } = await story.openSupport();
    const asking = { requestKey: randomUUID(), healthSupport, theme: "OTHER", question: SECRET };
    await story.act(claire, "askAdvice", asking, "");
    for (const category of ["CARE_NAVIGATION", "EXPERT_ADVICE"] as const)
      story.registry.permit({
        person: people.amina,
        grantee: organizations.insertionDoubs,
        category,
        purpose: "CARE_ACCESS_COORDINATION",
      });
    const query = "query ($id: ID!) { healthSupport(id: $id) { status adviceRequests { question } } }";
    const { data, errors } = await story.ask(karim, query, { id: healthSupport });
    expect([data.healthSupport, errors]).toEqual([{ status: "OPEN", adviceRequests: [] }, undefined]);
    const key = await story.act(claire, "askAdvice", { ...asking, theme: "ADDICTION" }, "adviceRequest { id }");
    expect(key).toEqual({ adviceRequest: null, userErrors: [{ code: "CONFLICT_VERSION", field: ["requestKey"] }] });
    const elsewhere = { ...asking, requestKey: randomUUID() };
    const unknown = [{ code: "NOT_FOUND", field: ["healthSupport"] }];
    expect((await story.act(stranger, "askAdvice", elsewhere, "")).userErrors).toEqual(unknown);
  });

  test("shows another organisation what it is permitted, and refuses the diagnosis with a stable code", async () => {
    const { healthSupport } = await story.openPlan();
    story.registry.permit({
      person: people.amina,
      grantee: organizations.medicoSocialCentre,
      category: "CARE_NAVIGATION",
      purpose: "CARE_ACCESS_COORDINATION",
    });
    const { data, errors } = await story.ask(
      sophie,
      `query ($id: ID!) { healthSupport(id: $id) { status diagnoses { id } } }`,
      {
        id: healthSupport,
      },
    );
    expect(data).toEqual({ healthSupport: { status: "STARTED", diagnoses: null } });
    expect(errors).toEqual([
      expect.objectContaining({ path: ["healthSupport", "diagnoses"], extensions: { code: "CONSENT_REQUIRED" } }),
    ]);
  });

  test("lists page by page without gap or repetition, newest first, with a constant number of statements", async () => {
    const team = { ...claire, organization: randomUUID() };
    for (let index = 0; index < 5; index++) await story.openSupport(people.bruno, team.organization);
    const seen: string[] = [];
    let after: string | null = null;
    do {
      story.hub.statements[NAME]!.length = 0;
      const { data } = await story.ask(
        team,
        `query ($after: String) { healthSupports(first: 2, after: $after) { totalCount edges { node { id acts { id } } } pageInfo { endCursor hasNextPage } } }`,
        { after },
      );
      expect(story.hub.statements[NAME]!.filter((sql) => sql.includes('from "health_support"'))).toHaveLength(2);
      expect(data.healthSupports.totalCount).toBe(5);
      seen.push(...data.healthSupports.edges.map(({ node }: { node: { id: string } }) => node.id));
      after = data.healthSupports.pageInfo.hasNextPage ? data.healthSupports.pageInfo.endCursor : null;
    } while (after);
    expect(new Set(seen).size).toBe(5);
    for (const cursor of ["nonsense", Buffer.from('["2026-11-23","x"]').toString("base64url")]) {
      const { errors } = await story.ask(team, `{ healthSupports(after: "${cursor}") { totalCount } }`);
      expect(errors![0]!.extensions.code).toBe("BAD_USER_INPUT");
    }
  });
});

describe("an act", () => {
  test("that comes first starts the support and tells the prescription so, once", async () => {
    const { id, prescription } = await story.openSupport();
    const payloads = [];
    for (let attempt = 0; attempt < 2; attempt++)
      payloads.push(
        await story.act(
          claire,
          "recordSupportAct",
          interview(id),
          "supportAct { id } healthSupport { status startedOn }",
        ),
      );
    expect(payloads[0]).toEqual(payloads[1]);
    expect(payloads[0]).toMatchObject({
      healthSupport: { status: "STARTED", startedOn: "2026-11-20" },
      userErrors: [],
    });
    await story.act(claire, "recordSupportAct", { ...interview(id), kind: "PHONE_CALL" }, "supportAct { id }");
    const started = () =>
      story.heard.filter(({ type, data }) => type === "support.started" && data.prescription === prescription);
    await eventually(async () => (started().length > 0 ? true : undefined));
    expect(started()).toHaveLength(1);
    expect(started()[0]!.data).toEqual({ prescription });
  });

  test("that differs from the one of that day and rank is refused, and the next rank is taken", async () => {
    const { id } = await story.openSupport();
    await story.act(claire, "recordSupportAct", interview(id), "");
    const other = { ...interview(id), minutes: 30 };
    expect((await story.act(claire, "recordSupportAct", other, "")).userErrors).toEqual([
      { code: "CONFLICT_VERSION", field: ["rankOfDay"] },
    ]);
    const next = await story.act(claire, "recordSupportAct", { ...other, rankOfDay: 2 }, "supportAct { rankOfDay }");
    expect(next.supportAct).toEqual({ rankOfDay: 2 });
  });

  test("of a day to come is refused", async () => {
    const { id } = await story.openSupport();
    const { userErrors } = await story.act(claire, "recordSupportAct", { ...interview(id), heldOn: "2999-01-01" }, "");
    expect(userErrors).toEqual([{ code: "BAD_USER_INPUT", field: ["heldOn"] }]);
  });
});

describe("whoever does not hold the support", () => {
  const acts: [
    string,
    (ids: { support: string; plan: string; step: string; extract: string }) => Record<string, unknown>,
  ][] = [
    ["recordSupportAct", ({ support }) => interview(support)],
    ["recordDiagnosis", ({ support }) => ({ healthSupport: support, summary: "x", establishedOn: "2026-11-20" })],
    ["createHealthActionPlan", ({ support }) => ({ healthSupport: support, ...content })],
    ["revisePlan", ({ plan }) => ({ healthActionPlan: plan, basedOnVersion: 1, ...content })],
    ["changePlanStepStatus", ({ step }) => ({ planStep: step, status: "DONE", version: 1 })],
    ["derivePlanExtract", ({ plan }) => ({ healthActionPlan: plan })],
    [
      "transmitPlanExtract",
      ({ extract }) => ({ planExtract: extract, recipientOrganization: organizations.insertionDoubs }),
    ],
    ["endHealthSupport", ({ support }) => ({ healthSupport: support, outcome: "GOALS_REACHED" })],
  ];
  const unknown = { support: randomUUID(), plan: randomUUID(), step: randomUUID(), extract: randomUUID() };
  const malformed = { support: "x", plan: "x", step: "x", extract: "x" };

  test.each(acts)("%s answers as for an unknown identifier", async (mutation, inputOf) => {
    const { healthSupport: support, plan, current } = await story.openPlan();
    const known = { support, plan, step: current.goals[0].steps[0].id, extract: (await story.derive(plan)).id };
    const answers = [];
    for (const ids of [known, unknown, malformed]) answers.push(await story.act(stranger, mutation, inputOf(ids), ""));
    expect(answers[0].userErrors).toEqual([{ code: "NOT_FOUND", field: [expect.any(String)] }]);
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });

  test.each(acts)("%s is forbidden without the role, whatever the identifier", async (mutation, inputOf) => {
    for (const viewer of [colleague, karim, amina, null])
      expect((await story.act(viewer, mutation, inputOf(unknown), "")).userErrors).toEqual([
        { code: "FORBIDDEN", field: null },
      ]);
  });
});

describe("the order of the work", () => {
  test("a diagnosis needs a first interview, a plan needs a diagnosis", async () => {
    const { id: healthSupport } = await story.openSupport();
    await story.act(claire, "recordSupportAct", { ...interview(healthSupport), kind: "PHONE_CALL" }, "");
    const diagnosis = { healthSupport, summary: SECRET, establishedOn: "2026-11-20" };
    const refused = [{ code: "CONFLICT_VERSION", field: ["healthSupport"] }];
    expect((await story.act(claire, "recordDiagnosis", diagnosis, "")).userErrors).toEqual(refused);
    expect((await story.act(claire, "createHealthActionPlan", { healthSupport, ...content }, "")).userErrors).toEqual(
      refused,
    );
  });

  test("a diagnosis is recorded once a day and never edited, in the database neither", async () => {
    const { healthSupport } = await story.openPlan();
    const diagnosis = { healthSupport, summary: SECRET, establishedOn: "2026-11-20" };
    expect((await story.act(claire, "recordDiagnosis", diagnosis, "diagnosis { summary }")).diagnosis.summary).toBe(
      SECRET,
    );
    const { userErrors } = await story.act(claire, "recordDiagnosis", { ...diagnosis, summary: "other" }, "");
    expect(userErrors).toEqual([{ code: "CONFLICT_VERSION", field: ["establishedOn"] }]);
    await expect(execute("update diagnosis set summary = ''")).rejects.toThrow("never rewritten");
  });

  test("an ended support takes no more acts, and ending again with the same outcome changes nothing", async () => {
    const { healthSupport, prescription } = await story.openPlan();
    const end = { healthSupport, outcome: "GOALS_REACHED" };
    for (let attempt = 0; attempt < 2; attempt++)
      expect(
        (await story.act(claire, "endHealthSupport", end, "healthSupport { status outcome }")).healthSupport,
      ).toEqual({
        status: "ENDED",
        outcome: "GOALS_REACHED",
      });
    const other = await story.act(claire, "endHealthSupport", { healthSupport, outcome: "PERSON_STOPPED" }, "");
    expect(other.userErrors).toEqual([{ code: "CONFLICT_VERSION", field: ["outcome"] }]);
    const late = await story.act(claire, "recordSupportAct", { ...interview(healthSupport), kind: "HOME_VISIT" }, "");
    expect(late.userErrors).toEqual([{ code: "CONFLICT_VERSION", field: ["healthSupport"] }]);
    expect(await endsToldOf(prescription)).toEqual([{ prescription, outcome: null }]);
  });

  test("the prescriber is told the outcome only under the person's consent", async () => {
    const { id: healthSupport, prescription } = await story.openSupport();
    story.registry.permit({
      person: people.amina,
      source: organizations.association,
      grantee: organizations.medicoSocialCentre,
      category: "CARE_NAVIGATION",
      purpose: "PRESCRIBER_FEEDBACK",
      operations: ["NOTIFY"],
    });
    await story.act(claire, "endHealthSupport", { healthSupport, outcome: "HANDED_ON" }, "");
    expect(await endsToldOf(prescription)).toEqual([{ prescription, outcome: "HANDED_ON" }]);
  });

  test("nothing is ended or sent while the registry cannot answer", async () => {
    const { healthSupport, plan } = await story.openPlan();
    const { id: planExtract } = await story.derive(plan);
    const url = story.hub.peers.consent!;
    story.hub.peers.consent = "http://127.0.0.1:9";
    const ending = story.act(claire, "endHealthSupport", { healthSupport, outcome: "GOALS_REACHED" }, "");
    await expect(ending).rejects.toThrow("CONSENT_UNVERIFIABLE");
    const sending = { planExtract, recipientOrganization: organizations.insertionDoubs };
    await expect(story.act(claire, "transmitPlanExtract", sending, "")).rejects.toThrow("CONSENT_UNVERIFIABLE");
    story.hub.peers.consent = url;
    const { data } = await story.ask(claire, READ_ALL, { id: healthSupport });
    expect(data.healthSupport.status).toBe("STARTED");
    expect(await execute(`select * from plan_transmission where extract_id = '${planExtract}'`)).toEqual([]);
  });

  async function endsToldOf(prescription: string) {
    const ends = () =>
      story.heard.filter(({ type, data }) => type === "support.ended" && data.prescription === prescription);
    await eventually(async () => (ends().length > 0 ? true : undefined));
    return ends().map(({ data }) => data);
  }
});

const BY_PERSON =
  "query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Person { healthSupports { id } } } }";
const READ_ALL = `query ($id: ID!) { healthSupport(id: $id) {
  status startedOn person { id } prescription { id } acts { kind minutes rankOfDay } diagnoses { summary }
  healthActionPlan { currentVersion current { goals { code steps { code } } constraints { code } } }
} }`;
