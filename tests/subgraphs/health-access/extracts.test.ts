import { createHash, randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import canonicalize from "canonicalize";
import type { Viewer } from "../../../kit/viewer.ts";
import { organizations, people } from "../../../scripts/development/world.ts";
import { extractLabels } from "../../../subgraphs/health-access/policies/plan-labels.ts";
import { receivePlanLinked, receivePlanUnlinked } from "../../../subgraphs/health-access/services/receive-plan-link.ts";
import { amina, claire, karim, paul, sophie } from "../../support/viewers.ts";
import { content, eventually, NAME, SECRET, type Story, startStory } from "./story.ts";

let story: Story;
beforeAll(async () => {
  story = await startStory();
});
afterAll(() => story.close());
beforeEach(() => void story.registry.calls.splice(0));
afterEach(() => story.registry.revokeAll());

const { association, insertionDoubs } = organizations;
type Extract = { id: string; contentHash: string };

/** Amina lets Karim's service read, and be sent, one extract in one wording. */
const permit = ({ id, contentHash }: Extract, person: string = people.amina, grantee: string = insertionDoubs) =>
  story.registry.permit({
    person,
    source: association,
    grantee,
    category: "EMPLOYMENT_EXTRACT",
    purpose: "CONTRACT_INTEGRATION",
    operations: ["READ", "NOTIFY"],
    resource: id,
    contentHash,
  });
const transmit = (planExtract: string, recipientOrganization: string = insertionDoubs, by = claire) =>
  story.act(
    by,
    "transmitPlanExtract",
    { planExtract, recipientOrganization },
    "planTransmission { id sentAt recipientOrganization { id } planExtract { id } }",
  );
const transmissions = async (extract: string) =>
  (await story.hub.running[NAME]!.orm.em.fork().execute("select * from plan_transmission where extract_id = ?", [
    extract,
  ])) as unknown[];

/** An extract sent to Karim's service under consent. */
async function propose(person: string = people.amina, planned?: object) {
  const opened = await story.openPlan(person, claire, planned);
  const extract = await story.derive(opened.plan);
  permit(extract, person);
  await transmit(extract.id);
  return { ...opened, ...extract };
}

const ALL_ROADS = `query ($extract: ID!, $refs: [_Any!]!) {
  planProposals(first: 100) { totalCount edges { cursor node { id text } } pageInfo { hasNextPage endCursor } }
  again: planProposals(first: 1) { ...page }
  _entities(representations: $refs) {
    __typename
    ... on PlanExtract { id mine: text contentHash lines { label } person { id } }
    ... on EmploymentContract { planExtract { ...extract } alias: planExtract { __typename } }
    ... on ConsentGrant { planExtract { ...extract } }
    ... on Person { planExtracts { id } }
  }
}
fragment page on PlanProposalConnection { totalCount edges { node { ...extract } } pageInfo { endCursor } }
fragment extract on PlanExtract { id derivedAt organization { id } lines { kind label startsOn endsOn weeklyHours } }`.replace(
  "$extract: ID!, ",
  "",
);
const references = (extract: string, person: string = people.amina) => [
  { __typename: "PlanExtract", id: extract },
  { __typename: "EmploymentContract", id: randomUUID(), linkedExtractId: extract },
  { __typename: "ConsentGrant", id: randomUUID(), resourceId: extract },
  { __typename: "Person", id: person },
];
const readAll = (viewer: Viewer | null, extract: string) => story.ask(viewer, ALL_ROADS, { refs: references(extract) });
const NOTHING = { totalCount: 0, edges: [], pageInfo: { hasNextPage: false, endCursor: null } };
const nothingByAnyRoad = {
  planProposals: NOTHING,
  again: { totalCount: 0, edges: [], pageInfo: { endCursor: null } },
  _entities: [
    null,
    { __typename: "EmploymentContract", planExtract: null, alias: null },
    { __typename: "ConsentGrant", planExtract: null },
    { __typename: "Person", planExtracts: [] },
  ],
};

describe("an extract", () => {
  test("holds words of the extract list only, and no word of the diagnosis", async () => {
    const { plan } = await story.openPlan();
    const { text } = await story.derive(plan);
    const { lines } = JSON.parse(text);
    expect(lines).toEqual([
      {
        kind: "GOAL",
        label: "Bénéficier d’un accompagnement pour accéder aux droits et/ou aux soins",
        startsOn: null,
        endsOn: null,
        weeklyHours: null,
      },
      {
        kind: "STEP",
        label: "Démarche de santé en cours",
        startsOn: "2026-12-01",
        endsOn: "2027-02-28",
        weeklyHours: 1.5,
      },
      { kind: "STEP", label: "Participation à un atelier collectif", startsOn: null, endsOn: null, weeklyHours: 2 },
      {
        kind: "GOAL",
        label: "Préparer la reprise d’une activité professionnelle",
        startsOn: null,
        endsOn: null,
        weeklyHours: null,
      },
      {
        kind: "STEP",
        label: "Organisation d’une semaine compatible avec une activité",
        startsOn: "2026-12-01",
        endsOn: null,
        weeklyHours: null,
      },
      {
        kind: "CONSTRAINT",
        label: "Absences régulières à prévoir",
        startsOn: null,
        endsOn: "2027-02-28",
        weeklyHours: null,
      },
    ]);
    for (const { label } of lines) expect(extractLabels.has(label)).toBe(true);
    for (const word of SECRET.toLowerCase().match(/\p{L}{4,}/gu)!) expect(text.toLowerCase()).not.toContain(word);
  });

  test("is hashed in exactly the words that are shown, as RFC 8785 writes them", async () => {
    const { plan, healthSupport } = await story.openPlan();
    const extract = await story.derive(plan);
    const { data } = await story.ask(
      amina,
      `query ($id: ID!) { healthSupport(id: $id) { healthActionPlan { extracts { text contentHash lines { kind label startsOn endsOn weeklyHours } } } } }`,
      { id: healthSupport },
    );
    const [shown] = data.healthSupport.healthActionPlan.extracts;
    expect(shown.text).toBe(canonicalize({ lines: shown.lines }));
    expect(createHash("sha256").update(shown.text, "utf8").digest("hex")).toBe(shown.contentHash);
    expect(shown.contentHash).toBe(extract.contentHash);
  });

  test("is the same one as long as its content is, and another one when a step changes", async () => {
    const { plan, current } = await story.openPlan();
    const extract = await story.derive(plan);
    expect(await story.derive(plan)).toEqual(extract);
    const step = current.goals[0].steps[0];
    const done = { planStep: step.id, status: "DONE", version: step.version };
    for (let attempt = 0; attempt < 2; attempt++)
      expect((await story.act(claire, "changePlanStepStatus", done, "planStep { status version }")).planStep).toEqual({
        status: "DONE",
        version: 2,
      });
    const other = await story.derive(plan);
    expect(other.id).not.toBe(extract.id);
    expect(other.contentHash).not.toBe(extract.contentHash);
    const stale = await story.act(claire, "changePlanStepStatus", { ...done, status: "ON_HOLD" }, "");
    expect(stale.userErrors).toEqual([{ code: "CONFLICT_VERSION", field: ["version"] }]);
    await expect(story.hub.running[NAME]!.orm.em.fork().execute("update plan_extract set text = ''")).rejects.toThrow(
      "never rewritten",
    );
  });
});

describe("a revision of a plan", () => {
  test("adds a version and leaves the old one and its extract as they were", async () => {
    const { plan, healthSupport, current } = await story.openPlan();
    const extract = await story.derive(plan);
    const revision = { healthActionPlan: plan, basedOnVersion: 1, goals: [{ label: "ORGANISE_DAYS", steps: [] }] };
    for (let attempt = 0; attempt < 2; attempt++)
      expect(
        (await story.act(claire, "revisePlan", revision, "healthActionPlan { currentVersion versions { number } }"))
          .healthActionPlan,
      ).toEqual({ currentVersion: 2, versions: [{ number: 1 }, { number: 2 }] });
    const conflict = await story.act(claire, "revisePlan", { ...revision, goals: content.goals }, "");
    expect(conflict.userErrors).toEqual([{ code: "CONFLICT_VERSION", field: ["basedOnVersion"] }]);
    const old = await story.act(
      claire,
      "changePlanStepStatus",
      { planStep: current.goals[0].steps[0].id, status: "DONE", version: 1 },
      "",
    );
    expect(old.userErrors).toEqual([{ code: "CONFLICT_VERSION", field: ["planStep"] }]);
    expect((await story.derive(plan)).id).not.toBe(extract.id);
    const { data } = await story.ask(
      claire,
      `query ($id: ID!) { healthSupport(id: $id) { healthActionPlan { versions { goals { code steps { code } } } current { number } extracts { id } } } }`,
      { id: healthSupport },
    );
    const { versions, extracts } = data.healthSupport.healthActionPlan;
    expect(versions[0].goals[0]).toEqual({
      code: "HEALTH_BEHAVIOUR",
      steps: [{ code: "PSYCHOLOGICAL_FOLLOW_UP" }, { code: "COLLECTIVE_WORKSHOP" }],
    });
    expect(extracts.map(({ id }: Extract) => id)).toContain(extract.id);
  });

  test.each([
    ["goals that are none", { goals: [] }, undefined],
    [
      "days the wrong way round",
      {
        goals: [
          { label: "ORGANISE_DAYS", steps: [{ label: "TRANSPORT", startsOn: "2027-01-02", endsOn: "2027-01-01" }] },
        ],
      },
      ["goals", "0", "steps", "0", "endsOn"],
    ],
    [
      "hours that are not halves",
      { goals: [{ label: "ORGANISE_DAYS", steps: [{ label: "TRANSPORT", weeklyHours: 1.3 }] }] },
      ["goals", "0", "steps", "0", "weeklyHours"],
    ],
    [
      "too many hours",
      { goals: [{ label: "ORGANISE_DAYS", steps: [{ label: "TRANSPORT", weeklyHours: 99 }] }] },
      undefined,
    ],
    ["words of one's own", { goals: [{ label: "PANIC_DISORDER", steps: [] }] }, undefined],
  ])("refuses %s and changes nothing", async (_, planned, field) => {
    const { plan } = await story.openPlan();
    const { data, errors } = await story.ask(
      claire,
      "mutation ($input: RevisePlanInput!) { revisePlan(input: $input) { userErrors { code field } } }",
      { input: { healthActionPlan: plan, basedOnVersion: 1, ...planned } },
    );
    if (field) expect(data.revisePlan.userErrors).toEqual([{ code: "BAD_USER_INPUT", field }]);
    else expect(errors![0]!.extensions.code).toBe("BAD_USER_INPUT");
    expect(JSON.stringify(errors ?? [])).not.toContain("PANIC_DISORDER");
  });
});

describe("a transmission", () => {
  test("without the person's consent is refused and leaves no trace", async () => {
    const { plan } = await story.openPlan();
    const { id } = await story.derive(plan);
    expect(await transmit(id)).toEqual({
      planTransmission: null,
      userErrors: [{ code: "CONSENT_REQUIRED", field: null }],
    });
    expect(await transmissions(id)).toEqual([]);
  });

  test.each([
    ["another wording", (extract: Extract) => permit({ ...extract, contentHash: "0".repeat(64) })],
    ["another extract", (extract: Extract) => permit({ ...extract, id: randomUUID() })],
    ["another recipient", (extract: Extract) => permit(extract, people.amina, organizations.insertionCreuse)],
    ["another person", (extract: Extract) => permit(extract, people.bruno)],
  ])("under a consent for %s is refused, and opens no reading", async (_, permitOther) => {
    const { plan } = await story.openPlan();
    const extract = await story.derive(plan);
    permitOther(extract);
    expect((await transmit(extract.id)).userErrors).toEqual([{ code: "CONSENT_REQUIRED", field: null }]);
    expect(await transmissions(extract.id)).toEqual([]);
    const { data, errors } = await readAll(karim, extract.id);
    expect({ data, errors }).toEqual({ data: nothingByAnyRoad, errors: undefined });
  });

  test("under consent is recorded once, with its recipient", async () => {
    const { plan } = await story.openPlan();
    const extract = await story.derive(plan);
    permit(extract);
    const sent = await transmit(extract.id);
    expect(sent).toMatchObject({
      planTransmission: { recipientOrganization: { id: insertionDoubs }, planExtract: { id: extract.id } },
      userErrors: [],
    });
    expect(await transmit(extract.id)).toEqual(sent);
    expect(await transmissions(extract.id)).toHaveLength(1);
    expect(story.registry.calls.flat().filter(({ operation }) => operation === "NOTIFY")).toHaveLength(3);
  });

  test("is not recorded when the consent is withdrawn after it was asked and before the commit", async () => {
    const { plan } = await story.openPlan();
    const extract = await story.derive(plan);
    permit(extract);
    const { orm } = story.hub.running[NAME]!;
    const waiting = "select 1 from pg_locks where not granted and relation = 'plan_transmission'::regclass";
    const sending = await orm.em.fork().transactional(async (em) => {
      await em.execute("lock table plan_transmission in share row exclusive mode");
      const sent = transmit(extract.id);
      await eventually(async () => ((await orm.em.fork().execute(waiting)).length > 0 ? true : undefined));
      story.registry.revokeAll();
      return { sent };
    });
    expect(await sending.sent).toEqual({
      planTransmission: null,
      userErrors: [{ code: "CONSENT_REQUIRED", field: null }],
    });
    expect(story.registry.calls.flat().filter(({ operation }) => operation === "NOTIFY")).toHaveLength(2);
    expect(await transmissions(extract.id)).toEqual([]);
  });

  test("to oneself or to what is no organisation is refused without asking anyone", async () => {
    const { plan } = await story.openPlan();
    const { id } = await story.derive(plan);
    story.registry.calls.splice(0);
    for (const recipient of [association, "nobody"])
      expect((await transmit(id, recipient)).userErrors).toEqual([
        { code: "BAD_USER_INPUT", field: ["recipientOrganization"] },
      ]);
    expect(story.registry.calls).toEqual([]);
  });
});

describe("a proposal", () => {
  test("is read by its recipient under consent, by every road, in exactly the words approved", async () => {
    const { id, text } = await propose();
    const { data, errors } = await readAll(karim, id);
    expect(errors).toBeUndefined();
    expect(data.planProposals).toMatchObject({ totalCount: 1, edges: [{ node: { id, text } }] });
    expect(data.again.edges[0].node.lines).toEqual(JSON.parse(text).lines);
    const [extract, contract, grant, person] = data._entities;
    expect(extract.mine).toBe(text);
    expect(contract.planExtract.lines).toEqual(JSON.parse(text).lines);
    expect(grant.planExtract.id).toBe(id);
    expect(person.planExtracts).toEqual([{ id }]);
  });

  test("withdrawn leaves the same bytes as one that never was, by every road", async () => {
    const { id } = await propose();
    expect((await readAll(karim, id)).data.planProposals.totalCount).toBe(1);
    story.registry.revokeAll();
    const withdrawn = await readAll(karim, id);
    const never = await readAll(karim, randomUUID());
    expect(JSON.stringify(withdrawn)).toBe(JSON.stringify(never));
    expect(withdrawn.data).toEqual(nothingByAnyRoad);
    expect(withdrawn.errors).toBeUndefined();
  });

  test("leaves no trace in counts, pages and cursors once withdrawn", async () => {
    const kept = [await propose(), await propose(), await propose()];
    const withdrawn = kept.splice(1, 1)[0]!;
    const page = `query ($after: String) { planProposals(first: 1, after: $after) { totalCount edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }`;
    story.registry.revokeAll();
    for (const extract of kept) permit(extract);
    const first = (await story.ask(karim, page)).data.planProposals;
    expect(first).toMatchObject({
      totalCount: 2,
      edges: [{ node: { id: kept[1]!.id } }],
      pageInfo: { hasNextPage: true },
    });
    const second = (await story.ask(karim, page, { after: first.pageInfo.endCursor })).data.planProposals;
    expect(second).toMatchObject({
      totalCount: 2,
      edges: [{ node: { id: kept[0]!.id } }],
      pageInfo: { hasNextPage: false },
    });
    expect(JSON.stringify([first, second])).not.toContain(withdrawn.id);
  });

  test("counted alone asks the registry once", async () => {
    for (let index = 0; index < 3; index++) await propose();
    story.registry.calls.splice(0);
    const { data } = await story.ask(karim, "{ planProposals { totalCount } }");
    expect(data.planProposals.totalCount).toBe(3);
    expect(story.registry.calls).toHaveLength(1);
  });

  test.each([
    ["a référent of another territory", paul],
    ["the prescriber", sophie],
    ["a colleague without the role", { ...claire, roles: ["DIRECTORY_EDITOR"] }],
    ["another association", { ...claire, organization: randomUUID() }],
    ["another person", { ...amina, dataSubject: people.bruno }],
    ["nobody", null],
  ])("is nothing to %s, by any road", async (_, viewer) => {
    const { id } = await propose();
    const { data, errors } = await readAll(viewer as Viewer | null, id);
    expect({ data, errors }).toEqual({ data: nothingByAnyRoad, errors: undefined });
  });

  test("that was not sent to an organisation is nothing to it, even under consent", async () => {
    const { plan } = await story.openPlan();
    const extract = await story.derive(plan);
    permit(extract);
    const { data, errors } = await readAll(karim, extract.id);
    expect({ data, errors }).toEqual({ data: nothingByAnyRoad, errors: undefined });
  });

  test("does not show its recipient to whom else it was sent", async () => {
    const { id } = await propose();
    const { data, errors } = await story.ask(
      karim,
      "query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on PlanExtract { transmissions { id } } } }",
      {
        refs: [{ __typename: "PlanExtract", id }],
      },
    );
    expect(data._entities).toEqual([{ transmissions: null }]);
    expect(errors![0]!.extensions.code).toBe("CONSENT_REQUIRED");
  });

  test("is read by the person herself with her other extracts, and never by another", async () => {
    const { id, text } = await propose();
    const { data, errors } = await readAll(amina, id);
    expect(errors).toBeUndefined();
    expect(data._entities[0].mine).toBe(text);
    expect(data._entities[2].planExtract.id).toBe(id);
    expect(data._entities[3].planExtracts.map((extract: Extract) => extract.id)).toContain(id);
    expect(data.planProposals).toEqual(NOTHING);
  });

  test("is told from an absent one by nobody, whether the registry answers or not", async () => {
    const { id } = await propose();
    story.registry.revokeAll();
    const url = story.hub.peers.consent!;
    for (const viewer of [karim, paul]) {
      const answering = [await readAll(viewer, id), await readAll(viewer, randomUUID())];
      story.hub.peers.consent = "http://127.0.0.1:9";
      const failing = [await readAll(viewer, id), await readAll(viewer, randomUUID())];
      story.hub.peers.consent = url;
      expect(JSON.stringify(answering[0])).toBe(JSON.stringify(answering[1]));
      expect(JSON.stringify(failing[0])).toBe(JSON.stringify(failing[1]));
      expect(answering[0]!.errors).toBeUndefined();
      const codes = failing[0]!.errors!.map(({ extensions }) => extensions.code);
      expect(new Set(codes)).toEqual(new Set(["CONSENT_UNVERIFIABLE"]));
    }
  });

  test("and a contract without one cost the same calls and the same statements", async () => {
    const { id } = await propose();
    story.registry.revokeAll();
    const costs = [];
    for (const linkedExtractId of [id, randomUUID()]) {
      story.registry.calls.splice(0);
      story.hub.statements[NAME]!.length = 0;
      const refs = [
        { __typename: "EmploymentContract", id: randomUUID(), linkedExtractId },
        { __typename: "EmploymentContract", id: randomUUID(), linkedExtractId: null },
      ];
      const query =
        "query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on EmploymentContract { planExtract { id } } } }";
      const { data } = await story.ask(karim, query, { refs });
      expect(data._entities).toEqual([{ planExtract: null }, { planExtract: null }]);
      costs.push({ calls: story.registry.calls.length, statements: story.hub.statements[NAME]!.length });
    }
    const same = { calls: 1, statements: 1 };
    expect(costs).toEqual([same, same]);
  });
});

test("a page of fifty contracts costs one decision call and at most two statements", async () => {
  const extracts: Extract[] = [];
  // No more at once than there are connections for, on a machine that has other things to do.
  while (extracts.length < 50)
    extracts.push(...(await Promise.all([people.bruno, people.amina].map((person) => propose(person)))));
  story.registry.calls.splice(0);
  story.hub.statements[NAME]!.length = 0;
  const { data, errors } = await story.ask(
    karim,
    `query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on EmploymentContract { planExtract { id text contentHash derivedAt person { id } lines { kind label startsOn endsOn weeklyHours } } } } }`,
    { refs: extracts.map(({ id }) => ({ __typename: "EmploymentContract", id: randomUUID(), linkedExtractId: id })) },
  );
  expect(errors).toBeUndefined();
  expect(data._entities.every(({ planExtract }: { planExtract: object | null }) => planExtract !== null)).toBe(true);
  expect(story.registry.calls).toHaveLength(1);
  expect(story.registry.calls[0]).toHaveLength(50);
  expect(story.hub.statements[NAME]!.length).toBeLessThanOrEqual(2);
}, 60_000);

test("every mutation sent three times at once is done once and answered alike", async () => {
  const { id: healthSupport } = await story.openSupport();
  const thrice = async (mutation: string, input: Record<string, unknown>, selection: string) => {
    const sent = [1, 2, 3].map(() => story.act(claire, mutation, input, selection));
    const [first, ...others] = await Promise.all(sent);
    for (const other of others) expect(other).toEqual(first);
    expect(first.userErrors).toEqual([]);
    return first;
  };
  const act = { healthSupport, kind: "FIRST_INTERVIEW", heldOn: "2026-11-20", minutes: 60 };
  await thrice("recordSupportAct", act, "supportAct { id }");
  await thrice("recordDiagnosis", { healthSupport, summary: SECRET, establishedOn: "2026-11-20" }, "diagnosis { id }");
  const created = await thrice(
    "createHealthActionPlan",
    { healthSupport, ...content },
    "healthActionPlan { id current { goals { steps { id } } } }",
  );
  const { id: healthActionPlan, current } = created.healthActionPlan;
  const step = { planStep: current.goals[0].steps[1].id, status: "IN_PROGRESS", version: 1 };
  await thrice("changePlanStepStatus", step, "planStep { version status }");
  await thrice(
    "revisePlan",
    { healthActionPlan, basedOnVersion: 1, ...content },
    "healthActionPlan { currentVersion }",
  );
  const { planExtract } = await thrice("derivePlanExtract", { healthActionPlan }, "planExtract { id contentHash }");
  permit(planExtract);
  const sending = { planExtract: planExtract.id, recipientOrganization: insertionDoubs };
  await thrice("transmitPlanExtract", sending, "planTransmission { id }");
  await thrice("endHealthSupport", { healthSupport, outcome: "GOALS_REACHED" }, "healthSupport { status outcome }");
});

describe("what those who hold contracts tell of their links", () => {
  const UPDATES = "{ planUpdates(first: 10) { totalCount edges { node { id contractsToUpdate { id } } } } }";
  const updates = async () => (await story.ask(karim, UPDATES)).data.planUpdates;
  const em = () => story.hub.running[NAME]!.orm.em.fork();
  let [earlier, newer]: [Extract, Extract] = [
    { id: "", contentHash: "" },
    { id: "", contentHash: "" },
  ];

  /** A link as it is told, and that it ended: each as often and in whatever order one likes. */
  function linkTo(extract: string, source = "employment-contracts") {
    const [link, contract] = [randomUUID(), randomUUID()];
    const data = { link, contract, organization: insertionDoubs, extract };
    const hear = (type: "plan.linked" | "plan.unlinked") => {
      const event = {
        specversion: "1.0" as const,
        id: randomUUID(),
        source,
        type,
        subject: contract,
        time: "2026-12-15T08:00:00Z",
        data,
      };
      const consumer = type === "plan.linked" ? receivePlanLinked : receivePlanUnlinked;
      return em().transactional((transaction) => consumer(event, transaction as never, story.hub.logger));
    };
    return { contract, linked: () => hear("plan.linked"), unlinked: () => hear("plan.unlinked") };
  }

  beforeAll(async () => {
    const { plan, ...first } = await propose();
    earlier = first;
    const [goal] = content.goals;
    await story.act(
      claire,
      "revisePlan",
      { healthActionPlan: plan, basedOnVersion: 1, goals: [goal], constraints: [] },
      "",
    );
    newer = await story.derive(plan);
    permit(newer);
    await transmit(newer.id);
  });
  beforeEach(() => void permit(newer));

  test("shows a newer extract with each contract to update, and a link that ended, or to the newer one, no more", async () => {
    const links = [linkTo(earlier.id), linkTo(earlier.id)] as const;
    expect(await updates()).toEqual({ totalCount: 0, edges: [] });
    for (const { linked } of links) for (let times = 0; times < 2; times++) await linked();
    const contractsToUpdate = links.map(({ contract }) => ({ id: contract })).sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(await updates()).toEqual({ totalCount: 1, edges: [{ node: { id: newer.id, contractsToUpdate } }] });
    await linkTo(newer.id).linked();
    await links[0].unlinked();
    expect((await updates()).edges).toEqual([
      { node: { id: newer.id, contractsToUpdate: [{ id: links[1].contract }] } },
    ]);
    await links[1].unlinked();
    await links[1].linked();
    expect(await updates()).toEqual({ totalCount: 0, edges: [] });
  });

  test("means the same when its end is heard first", async () => {
    const { linked, unlinked } = linkTo(earlier.id);
    await unlinked();
    await linked();
    expect(await updates()).toEqual({ totalCount: 0, edges: [] });
  });

  test("shows nothing to who may not read the newer extract, nor to who holds none of the contracts", async () => {
    await linkTo(earlier.id).linked();
    expect((await updates()).totalCount).toBe(1);
    for (const other of [paul, claire, sophie])
      expect((await story.ask(other, UPDATES)).data.planUpdates.totalCount).toBe(0);
    story.registry.revokeAll();
    permit(earlier);
    expect(await updates()).toEqual({ totalCount: 0, edges: [] });
  });

  test("is taken from nobody else, and of an extract that is not there nothing is kept", async () => {
    await expect(linkTo(earlier.id, "social-services").linked()).rejects.toThrow("does not tell of a link");
    const { contract, linked } = linkTo(randomUUID());
    await linked();
    expect(await em().execute("select from linked_plan where contract_id = ?", [contract])).toEqual([]);
  });
});
