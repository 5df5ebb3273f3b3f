import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { Viewer } from "../../../kit/viewer.ts";
import { organizations, people } from "../../../scripts/development/world.ts";
import { addDays } from "../../../subgraphs/health-access/policies/agreement-period.ts";
import { effectsOf } from "../../../subgraphs/health-access/policies/assessment-words.ts";
import { today } from "../../../subgraphs/health-access/services/today.ts";
import { amina, claire, karim, paul, sophie } from "../../support/viewers.ts";
import { NAME, type Story, startStory } from "./story.ts";

let story: Story;
beforeAll(async () => {
  story = await startStory();
});
afterAll(() => story?.close());
afterEach(() => story.registry.revokeAll());

const ago = (days: number) => addDays(today(), -days);
const team = (): Viewer & { organization: string } => ({ ...claire, organization: randomUUID() });
const execute = (sql: string, values: unknown[] = []) =>
  story.hub.running[NAME]!.orm.em.fork().execute<Record<string, string>[]>(sql, values);
/** A support opened so many days ago, so that what is recorded of it may be of days before. */
const openedAgo = async (days: number, by: Viewer = claire, person: string = people.amina): Promise<string> => {
  const { id } = await story.openSupport(person, by.organization!);
  await execute("update health_support set opened_on = ? where id = ?", [ago(days), id]);
  return id;
};
const act = (healthSupport: string, kind: string, days: number, by: Viewer = claire, more: object = {}) =>
  story.act(by, "recordSupportAct", { healthSupport, kind, heldOn: ago(days), minutes: 30, ...more }, ACT);
const ACT = "supportAct { kind openedRight }";

const ASSESSED = "supportAssessment { id moment assessedOn scores { scale score } corrects { id } }";
const assess = (
  healthSupport: string,
  moment: string,
  scores: Readonly<Record<string, number>>,
  more: Readonly<Record<string, unknown>> = {},
  by: Viewer | null = claire,
) => {
  const rated = Object.entries(scores).map(([scale, score]) => ({ scale, score }));
  const input = { requestKey: randomUUID(), healthSupport, moment, assessedOn: today(), scores: rated, ...more };
  return story.act(by, "recordSupportAssessment", input, ASSESSED);
};
const refused = (code: string, field: string | null) => ({
  supportAssessment: null,
  userErrors: [{ code, field: field ? [field] : null }],
});
const permit = (grantee: string, category: string, purpose = "CARE_ACCESS_COORDINATION") =>
  story.registry.permit({ person: people.amina, grantee, category, purpose } as never);

const MISSIONS = `missions {
  careEntry { proposedOn firstInterviewOn diagnosedOn rightsStepOn }
  link { agreedOn appointmentKeptOn accompaniedOn linkKeptOn ruptureAnsweredOn }
  actionPlan { writtenOn revisedOn transmittedOn }
  evaluation { assessedAtEntryOn assessedMidwayOn assessedAtExitOn }
}`;
const ALERTS =
  "{ ruptureAlerts(first: 100, kind: NO_CONTACT) { edges { node { latestFactAt healthSupport { id } } } } }";
type Alert = { readonly node: { readonly healthSupport: { readonly id: string } } };
const OF_SUPPORT = (shown: string) => `query ($id: ID!) { healthSupport(id: $id) { ${shown} } }`;

/** A support in which something of each mission was done, with the day each step was first made. */
async function accomplished(by: Viewer = claire) {
  const healthSupport = await openedAgo(200, by);
  for (const [kind, days] of [
    ["PROPOSAL", 200],
    ["FIRST_INTERVIEW", 190],
    ["RIGHTS_OPENING", 150],
    ["RIGHTS_OPENING", 160],
    ["ACCOMPANIED_APPOINTMENT", 120],
    ["PHONE_CALL", 110],
    ["HOME_VISIT", 130],
    ["TEAM_MEETING", 195],
  ] as const)
    await act(healthSupport, kind, days, by);
  const disciplines = ["NURSING", "PSYCHOLOGY"];
  const diagnosis = { healthSupport, summary: "Conclusions.", establishedOn: ago(185), disciplines };
  await story.act(by, "recordDiagnosis", diagnosis, "");
  await story.act(by, "signSupportAgreement", { healthSupport, signedOn: ago(180), startsOn: ago(180) }, "");
  const goals = [{ label: "RETURN_TO_ACTIVITY", steps: [{ label: "WEEK_ORGANISATION" }] }];
  const created = await story.act(by, "createHealthActionPlan", { healthSupport, goals }, "healthActionPlan { id }");
  const healthActionPlan = created.healthActionPlan.id as string;
  await story.act(
    by,
    "revisePlan",
    { healthActionPlan, basedOnVersion: 1, goals: [...goals, ...goals], constraints: [] },
    "",
  );
  const { id: extract } = await story.derive(healthActionPlan, by);
  await execute(
    `insert into plan_transmission (id, extract_id, person_id, organization_id, recipient_organization_id, sent_at)
     select gen_random_uuid(), id, person_id, organization_id, ?, now() from plan_extract where id = ?`,
    [organizations.insertionDoubs, extract],
  );
  const planned = { healthSupport, requestKey: randomUUID(), startsAt: `${ago(100)}T09:00:00Z` };
  const { appointment } = await story.act(by, "planAppointment", planned, "appointment { id version }");
  const kept = { appointment: appointment.id, version: appointment.version, outcome: "KEPT" };
  await story.act(by, "recordAppointmentOutcome", kept, "");
  const silence = { healthSupport, kind: "NO_CONTACT", nextAction: "CALL_PERSON", actBeforeOn: today() };
  const { edges } = (await story.ask(by, ALERTS)).data.ruptureAlerts;
  const { node } = edges.find((edge: Alert) => edge.node.healthSupport.id === healthSupport);
  await story.act(by, "acknowledgeRuptureAlert", { ...silence, latestFactAt: node.latestFactAt }, "");
  await assess(healthSupport, "ENTRY", { MOBILITY: 2 }, { assessedOn: ago(184) }, by);
  await assess(healthSupport, "INTERMEDIATE", { MOBILITY: 5 }, { assessedOn: ago(90) }, by);
  return healthSupport;
}

describe("the missions of a support", () => {
  test("tell which steps stand and since which day, from what was recorded, in one statement for a page", async () => {
    const by = team();
    await accomplished(by);
    await openedAgo(10, by, people.bruno);
    story.hub.statements[NAME]!.length = 0;
    const { data, errors } = await story.ask(by, `{ healthSupports { edges { node { status ${MISSIONS} } } } }`);
    expect(errors).toBeUndefined();
    const [nothing, much] = data.healthSupports.edges.map(({ node }: { node: { missions: object } }) => node.missions);
    expect(much).toEqual({
      careEntry: { proposedOn: ago(200), firstInterviewOn: ago(190), diagnosedOn: ago(185), rightsStepOn: ago(160) },
      link: {
        agreedOn: ago(180),
        appointmentKeptOn: ago(100),
        accompaniedOn: ago(120),
        linkKeptOn: ago(130),
        ruptureAnsweredOn: today(),
      },
      actionPlan: { writtenOn: today(), revisedOn: today(), transmittedOn: today() },
      evaluation: { assessedAtEntryOn: ago(184), assessedMidwayOn: ago(90), assessedAtExitOn: null },
    });
    expect(Object.values(nothing).flatMap((mission) => Object.values(mission as object))).toEqual(Array(15).fill(null));
    expect(story.hub.statements[NAME]!.filter((sql) => sql.includes("careEntry"))).toHaveLength(1);
  });

  test("show a step to whom its records are shown, and to nobody else", async () => {
    const id = await accomplished();
    permit(organizations.medicoSocialCentre, "CARE_NAVIGATION");
    const read = async (viewer: Viewer | null) => story.ask(viewer, OF_SUPPORT(MISSIONS), { id });
    const navigation = await read(sophie);
    expect(navigation.data.healthSupport.missions).toEqual({
      careEntry: { proposedOn: ago(200), firstInterviewOn: ago(190), diagnosedOn: null, rightsStepOn: ago(160) },
      link: {
        agreedOn: ago(180),
        appointmentKeptOn: null,
        accompaniedOn: ago(120),
        linkKeptOn: ago(130),
        ruptureAnsweredOn: today(),
      },
      actionPlan: { writtenOn: null, revisedOn: null, transmittedOn: null },
      evaluation: { assessedAtEntryOn: null, assessedMidwayOn: null, assessedAtExitOn: null },
    });
    const codes = new Set(navigation.errors!.map(({ extensions }) => extensions.code));
    expect(codes).toEqual(new Set(["CONSENT_REQUIRED"]));
    const steps: [category: string, purpose: string, mission: string, step: string][] = [
      ["HEALTH_OBSERVATION", "CARE_ACCESS_COORDINATION", "careEntry", "diagnosedOn"],
      ["APPOINTMENTS_LOGISTICS", "CARE_ACCESS_COORDINATION", "link", "appointmentKeptOn"],
      ["HEALTH_PLAN_FULL", "CARE_ACCESS_COORDINATION", "actionPlan", "transmittedOn"],
      ["EVALUATION_INDICATOR", "EVALUATION_AGGREGATE", "evaluation", "assessedMidwayOn"],
    ];
    for (const [category, purpose, mission, step] of steps) {
      permit(organizations.medicoSocialCentre, category, purpose);
      expect((await read(sophie)).data.healthSupport.missions[mission][step]).toMatch(/^\d{4}-/);
    }
    for (const viewer of [paul, team(), null]) expect((await read(viewer)).data.healthSupport).toBeNull();
    expect((await read(amina)).data.healthSupport.missions.careEntry.diagnosedOn).toBe(ago(185));
  });
});

describe("a right opened", () => {
  test("is named by the act that opened it, once however often it is sent, and is counted", async () => {
    const id = await openedAgo(30);
    const opened = { openedRight: "CSS" };
    for (let attempt = 0; attempt < 2; attempt++)
      expect(await act(id, "RIGHTS_OPENING", 3, claire, opened)).toEqual({
        supportAct: { kind: "RIGHTS_OPENING", openedRight: "CSS" },
        userErrors: [],
      });
    const other = await act(id, "RIGHTS_OPENING", 3, claire, { openedRight: "RSA" });
    expect(other.userErrors).toEqual([{ code: "CONFLICT_VERSION", field: ["rankOfDay"] }]);
    await act(id, "RIGHTS_OPENING", 3, claire, { openedRight: "RSA", rankOfDay: 2 });
    await act(id, "RIGHTS_OPENING", 2);
    const { data } = await story.ask(claire, OF_SUPPORT("adherence { rightsOpened }"), { id });
    expect(data.healthSupport.adherence).toEqual({ rightsOpened: 2 });
  });

  test("is of an act of that kind alone, whoever writes it", async () => {
    const id = await openedAgo(30);
    const visit = await act(id, "HOME_VISIT", 3, claire, { openedRight: "CSS" });
    expect(visit.userErrors).toEqual([{ code: "BAD_USER_INPUT", field: ["openedRight"] }]);
    await act(id, "RIGHTS_OPENING", 3, claire, { openedRight: "CSS" });
    const rewriting = execute("update support_act set kind = 'INTERVIEW' where support_id = ?", [id]);
    await expect(rewriting).rejects.toThrow("support_act_opens_a_right");
  });

  test("says nothing of which one to who is let know that she is accompanied", async () => {
    const id = await openedAgo(30);
    await act(id, "RIGHTS_OPENING", 3, claire, { openedRight: "AME" });
    permit(organizations.medicoSocialCentre, "CARE_NAVIGATION");
    const read = () => story.ask(sophie, OF_SUPPORT("acts { kind openedRight }"), { id });
    const { data, errors } = await read();
    expect(data.healthSupport.acts).toEqual([{ kind: "RIGHTS_OPENING", openedRight: null }]);
    expect(errors!.map(({ extensions }) => extensions.code)).toEqual(["CONSENT_REQUIRED"]);
    permit(organizations.medicoSocialCentre, "SOCIAL_RIGHTS", "SOCIAL_FOLLOW_UP");
    expect((await read()).data.healthSupport.acts).toEqual([{ kind: "RIGHTS_OPENING", openedRight: "AME" }]);
  });
});

describe("the effect of a support on a scale", () => {
  const effects = (...scores: object[]) => effectsOf(scores.map((one) => ({ scores: one })));
  test.each([
    ["rated never", [{}, {}], []],
    ["rated once", [{ MOBILITY: 4 }, {}], [{ scale: "MOBILITY", first: 4, last: null, change: null }]],
    ["that rose", [{ MOBILITY: 0 }, { MOBILITY: 9 }, { MOBILITY: 7 }], [change("MOBILITY", 0, 7)]],
    ["that fell", [{ WELL_BEING: 6 }, {}, { WELL_BEING: 0 }], [change("WELL_BEING", 6, 0)]],
    [
      "among others",
      [{ MOBILITY: 3 }, { MOBILITY: 3, CARE_CONFIDENCE: 1 }, { CARE_CONFIDENCE: 2 }],
      [change("CARE_CONFIDENCE", 1, 2), change("MOBILITY", 3, 3)],
    ],
  ])("%s", (_, scores, expected) => expect(effects(...scores)).toEqual(expected));

  function change(scale: string, first: number, last: number) {
    return { scale, first, last, change: last - first };
  }
});

describe("an assessment", () => {
  test("is recorded once however often it is sent, and its key stands for no other", async () => {
    const id = await openedAgo(30);
    const more = { requestKey: randomUUID(), assessedOn: ago(20) };
    const first = await assess(id, "ENTRY", { MOBILITY: 2, CARE_CONFIDENCE: 0 }, more);
    expect(first).toEqual({
      supportAssessment: {
        id: expect.any(String),
        moment: "ENTRY",
        assessedOn: ago(20),
        scores: [
          { scale: "CARE_CONFIDENCE", score: 0 },
          { scale: "MOBILITY", score: 2 },
        ],
        corrects: null,
      },
      userErrors: [],
    });
    expect(await assess(id, "ENTRY", { CARE_CONFIDENCE: 0, MOBILITY: 2 }, more)).toEqual(first);
    expect(await assess(id, "ENTRY", { MOBILITY: 3 }, more)).toEqual(refused("CONFLICT_VERSION", "requestKey"));
    const rows = await execute("select 1 from support_assessment where support_id = ?", [id]);
    expect(rows).toHaveLength(1);
  });

  test("of two sent at the same time is one", async () => {
    const id = await openedAgo(30);
    const more = { requestKey: randomUUID() };
    const [one, other] = await Promise.all([
      assess(id, "ENTRY", { MOBILITY: 2 }, more),
      assess(id, "ENTRY", { MOBILITY: 2 }, more),
    ]);
    expect(one.userErrors).toEqual([]);
    expect(other).toEqual(one);
  });

  test("is corrected by another one that counts in its place, and both stay", async () => {
    const id = await openedAgo(30);
    const { supportAssessment: wrong } = await assess(id, "ENTRY", { MOBILITY: 8 }, { assessedOn: ago(20) });
    expect(await assess(id, "ENTRY", { MOBILITY: 1 })).toEqual(refused("CONFLICT_VERSION", "moment"));
    const correcting = { assessedOn: ago(18), corrects: wrong.id, requestKey: randomUUID() };
    for (let attempt = 0; attempt < 2; attempt++) {
      const right = await assess(id, "ENTRY", { MOBILITY: 1 }, correcting);
      expect(right).toMatchObject({ supportAssessment: { corrects: { id: wrong.id } }, userErrors: [] });
    }
    expect(await assess(id, "ENTRY", { MOBILITY: 2 }, { corrects: wrong.id })).toEqual(
      refused("NOT_FOUND", "corrects"),
    );
    await assess(id, "EXIT", { MOBILITY: 6 });
    expect(await assess(id, "EXIT", { MOBILITY: 7 })).toEqual(refused("CONFLICT_VERSION", "moment"));
    const { data } = await story.ask(
      claire,
      OF_SUPPORT(
        "effects { scale first last change } missions { evaluation { assessedAtEntryOn } } assessments { moment scores { score } }",
      ),
      { id },
    );
    expect(data.healthSupport).toEqual({
      effects: [{ scale: "MOBILITY", first: 1, last: 6, change: 5 }],
      missions: { evaluation: { assessedAtEntryOn: ago(18) } },
      assessments: [
        { moment: "ENTRY", scores: [{ score: 8 }] },
        { moment: "ENTRY", scores: [{ score: 1 }] },
        { moment: "EXIT", scores: [{ score: 6 }] },
      ],
    });
  });

  test("is of a day of the support, of scales rated once from 0 to 10, and of a support that goes on", async () => {
    const id = await openedAgo(30);
    const future = { assessedOn: addDays(today(), 1) };
    expect(await assess(id, "ENTRY", { MOBILITY: 1 }, future)).toEqual(refused("BAD_USER_INPUT", "assessedOn"));
    const before = { assessedOn: ago(31) };
    expect(await assess(id, "ENTRY", { MOBILITY: 1 }, before)).toEqual(refused("BAD_USER_INPUT", "assessedOn"));
    const scores = [1, 2].map((score) => ({ scale: "MOBILITY", score }));
    expect(await assess(id, "ENTRY", {}, { scores })).toEqual(refused("BAD_USER_INPUT", "scores"));
    const impossibles: Record<string, number>[] = [{}, { MOBILITY: 11 }, { MOBILITY: -1 }];
    for (const impossible of impossibles)
      await expect(assess(id, "ENTRY", impossible)).rejects.toThrow("BAD_USER_INPUT");
    const { supportAssessment: entry } = await assess(id, "ENTRY", { MOBILITY: 10 });
    await story.act(claire, "endHealthSupport", { healthSupport: id, outcome: "GOALS_REACHED" }, "");
    expect(await assess(id, "EXIT", { MOBILITY: 1 })).toEqual(refused("CONFLICT_VERSION", "healthSupport"));
    expect((await assess(id, "ENTRY", { MOBILITY: 9 }, { corrects: entry.id })).userErrors).toEqual([]);
  });

  test.each([
    ['{"MOBILITY": 11}', "from_0_to_10"],
    ['{"MOBILITY": 1.5}', "from_0_to_10"],
    ['{"MOBILITY": "3"}', "from_0_to_10"],
    ['{"PAIN": 3}', "support_assessment_scores"],
    ["{}", "support_assessment_scores"],
  ])("of %s is refused by the database, too", async (scores, constraint) => {
    const id = await openedAgo(30);
    const insert = `insert into support_assessment
      (id, support_id, person_id, organization_id, author_subject, request_key, moment, assessed_on, scores, recorded_at)
      select gen_random_uuid(), id, person_id, organization_id, 'x', gen_random_uuid(), 'ENTRY', (now() at time zone 'Europe/Paris')::date, '${scores}'::jsonb, now()
      from health_support where id = ?`;
    await expect(execute(insert, [id])).rejects.toThrow(constraint);
  });

  test("is never rewritten", async () => {
    const id = await openedAgo(30);
    await assess(id, "ENTRY", { MOBILITY: 2 });
    const rewriting = execute(
      "update support_assessment set assessed_on = (now() at time zone 'Europe/Paris')::date where support_id = ?",
      [id],
    );
    await expect(rewriting).rejects.toThrow(/never rewritten/);
  });

  test("is written by the navigators of the association alone", async () => {
    const id = await openedAgo(30);
    for (const by of [sophie, karim, amina, null])
      expect(await assess(id, "ENTRY", { MOBILITY: 2 }, {}, by)).toEqual(refused("FORBIDDEN", null));
    const strange = { corrects: randomUUID() };
    for (const support of [id, randomUUID(), "x"])
      expect(await assess(support, "ENTRY", { MOBILITY: 2 }, strange, team())).toEqual(
        refused("NOT_FOUND", "healthSupport"),
      );
    const { supportAssessment: another } = await assess(await openedAgo(5), "ENTRY", { MOBILITY: 1 });
    for (const corrects of [another.id, randomUUID(), "x"])
      expect(await assess(id, "ENTRY", { MOBILITY: 2 }, { corrects })).toEqual(refused("NOT_FOUND", "corrects"));
  });
});

describe("what a person says of where she stands", () => {
  const READ =
    "status assessments { id scores { score } } effects { scale first last } missions { evaluation { assessedAtEntryOn } }";

  test("is read by her, by the association, and by who evaluates with her consent, in one statement for a page", async () => {
    const by = team();
    for (const person of [people.amina, people.bruno])
      await assess(await openedAgo(9, by, person), "ENTRY", { MOBILITY: 2 }, {}, by);
    story.hub.statements[NAME]!.length = 0;
    const { data } = await story.ask(by, `{ healthSupports { edges { node { ${READ} } } } }`);
    for (const { node } of data.healthSupports.edges)
      expect(node.effects).toEqual([{ scale: "MOBILITY", first: 2, last: null }]);
    expect(story.hub.statements[NAME]!.filter((sql) => sql.includes('from "support_assessment"'))).toHaveLength(1);
    const id = await openedAgo(9);
    await assess(id, "ENTRY", { MOBILITY: 2 });
    permit(organizations.medicoSocialCentre, "CARE_NAVIGATION");
    const refusal = await story.ask(sophie, OF_SUPPORT(READ), { id });
    expect(refusal.data.healthSupport).toMatchObject({ assessments: null, effects: null });
    permit(organizations.medicoSocialCentre, "EVALUATION_INDICATOR", "EVALUATION_AGGREGATE");
    for (const viewer of [sophie, amina])
      expect((await story.ask(viewer, OF_SUPPORT(READ), { id })).data.healthSupport).toMatchObject({
        assessments: [{ scores: [{ score: 2 }] }],
        effects: [{ scale: "MOBILITY", first: 2 }],
        missions: { evaluation: { assessedAtEntryOn: today() } },
      });
  });

  test("is never read by who holds her contract, whatever she consented to: the same bytes as where there is none", async () => {
    const [id, none] = [await openedAgo(9), await openedAgo(9)];
    await assess(id, "ENTRY", { MOBILITY: 2, EMPLOYMENT_READINESS: 1 });
    permit(organizations.insertionDoubs, "CARE_NAVIGATION");
    permit(organizations.insertionDoubs, "EVALUATION_INDICATOR", "EVALUATION_AGGREGATE");
    const referents = [karim, { ...karim, roles: ["SOCIAL_WORKER", "INSERTION_REFERENT"] }];
    for (const viewer of referents) {
      const answers = [];
      for (const support of [id, none]) {
        const { data, errors } = await story.ask(viewer, OF_SUPPORT(READ), { id: support });
        answers.push({ data, errors });
      }
      expect(answers[0]).toEqual(answers[1]);
      expect(answers[0]!.data.healthSupport).toEqual({
        status: "OPEN",
        assessments: [],
        effects: [],
        missions: { evaluation: { assessedAtEntryOn: null } },
      });
    }
  });
});
