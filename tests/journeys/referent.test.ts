import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { mandates, organizations, people } from "../../scripts/development/world.ts";
import { inMonths, today } from "../../scripts/journey/story.ts";
import { askInTime } from "../support/ask-in-time.ts";
import { countCalls } from "../support/count-calls.ts";
import { insertRows } from "../support/insert-rows.ts";
import { openTestHub, type TestHub } from "../support/open-test-hub.ts";

const { association, medicoSocialCentre, insertionDoubs, insertionCreuse } = organizations;
const SOCIAL_FILE = "0f000000-0000-4000-8000-000000000001";
const agreement = (source: string, grantee: string, category: string, purpose: string, roles = "{SOCIAL_WORKER}") => ({
  id: randomUUID(),
  source_organization_id: source,
  grantee_organization_id: grantee,
  purposes: `{${purpose}}`,
  categories: `{${category}}`,
  roles,
  valid_from: new Date("2022-05-30"),
  valid_to: new Date("2126-01-01"),
});
let hub: TestHub;
beforeAll(async () => {
  hub = await openTestHub();
  await insertRows(hub, "consent", "data_sharing_agreement", [
    agreement(medicoSocialCentre, association, "SOCIAL_RIGHTS", "SOCIAL_FOLLOW_UP", "{HEALTH_NAVIGATOR}"),
    agreement(medicoSocialCentre, insertionCreuse, "SOCIAL_RIGHTS", "SOCIAL_FOLLOW_UP", "{INSERTION_REFERENT}"),
  ]);
});
afterAll(() => hub?.close());
const ask = (...question: Parameters<TestHub["ask"]>) => askInTime(hub.ask, ...question);

/** Runs one mutation; its payload, with the codes of its refusals. */
async function act(who: string, name: string, input: object, shown = "") {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input!`;
  const query = `mutation ($input: ${type}) { ${name}(input: $input) { ${shown} userErrors { code } } }`;
  const { data, errors } = await ask(who, query, { input });
  expect({ name, errors }).toEqual({ name, errors: undefined });
  const { userErrors, ...payload } = data[name];
  return { ...payload, codes: userErrors.map(({ code }: { code: string }) => code) };
}

/** A professional asks that her organisation may tell another who follows somebody, Amina unless said, and she or he gives it. */
async function share(
  who: string,
  recipient: string,
  {
    by = "amina",
    operations = ["READ"],
    category = "SOCIAL_RIGHTS",
    purpose = "SOCIAL_FOLLOW_UP",
  }: { by?: keyof typeof people; operations?: string[]; category?: string; purpose?: string } = {},
): Promise<string> {
  const grants = [{ recipient, purpose, category, operations }];
  const drafting = { requestKey: randomUUID(), person: people[by], grants };
  const { consent, codes } = await act(who, "draftConsent", drafting, "consent { id grants { id } }");
  expect(codes).toEqual([]);
  await act(who, "offerConsent", { consent: consent.id });
  const { data } = await ask(by, `{ consent(id: "${consent.id}") { notice { contentHash } } }`);
  const approvals = consent.grants.map(({ id }: { id: string }) => ({ grant: id }));
  const given = { consent: consent.id, noticeHash: data.consent.notice.contentHash, approvals };
  expect((await act(by, "giveConsent", given)).codes).toEqual([]);
  return consent.id;
}

const INTERVENERS = `query ($id: ID!) { person(id: $id) {
  referentMandate { interveners { basis startedOn endedOn organization { id } professional { displayName } } }
  accompaniments { organization { id } } } }`;
const seenBy = async (who: string) => (await ask(who, INTERVENERS, { id: people.amina })).data.person;
const ids = (rows: { organization: { id: string } }[]) => rows.map(({ organization }) => organization.id).sort();

describe("a référent de parcours", () => {
  it("sees all who accompany the person, since when, on what basis and by whom, as far as she lets each tell it", async () => {
    expect((await seenBy("sophie")).referentMandate.interveners).toEqual(
      [medicoSocialCentre, insertionDoubs].map((id) => ({
        basis: "MANDATE",
        startedOn: "2024-09-02",
        endedOn: null,
        organization: { id },
        professional: null,
      })),
    );
    const { accompanimentInvitation: made } = await act(
      "amina",
      "inviteToAccompany",
      { requestKey: randomUUID() },
      "accompanimentInvitation { code }",
    );
    const find = `query ($code: String!) { accompanimentInvitation(code: $code) { id } }`;
    expect((await ask("paul", find, { code: made.code })).data.accompanimentInvitation).toBeNull();
    const { data } = await ask("claire", find, { code: made.code });
    const invitation = data.accompanimentInvitation.id;
    expect((await act("claire", "joinAccompaniment", { invitation })).codes).toEqual([]);
    const { interveners } = (await seenBy("sophie")).referentMandate;
    expect(ids(interveners)).toEqual([medicoSocialCentre, insertionDoubs, association].sort());
    expect(interveners).toContainEqual({
      basis: "CONSENT",
      startedOn: today(),
      endedOn: null,
      organization: { id: association },
      professional: { displayName: "claire (fictif)" },
    });
    const opposed = { requestKey: randomUUID(), category: "SOCIAL_RIGHTS", organization: medicoSocialCentre };
    expect((await act("amina", "restrictSharing", opposed)).codes).toEqual([]);
    expect(ids((await seenBy("sophie")).referentMandate.interveners)).toEqual([medicoSocialCentre]);
    await hub.sql("consent", "delete from restriction");
  });

  it("asks each source once for all of it, however many there are", async () => {
    const one = await countCalls(hub, () => seenBy("sophie"));
    await insertRows(
      hub,
      "consent",
      "accompaniment",
      [2021, 2022, 2023].map((year) => ({
        id: randomUUID(),
        person_id: people.amina,
        organization_id: association,
        basis: "CONSENT",
        started_on: `${year}-01-01`,
        ended_on: `${year}-06-30`,
        end_reason: "GOALS_REACHED",
      })),
    );
    const more = await countCalls(hub, () => seenBy("sophie"));
    expect(more.result.referentMandate.interveners).toHaveLength(6);
    expect(more.calls).toEqual(one.calls);
    expect(more.statements.consent).toEqual(one.statements.consent);
  });

  it("sees in one query what each plans next, each under its own rule, however much there is", async () => {
    const held = { person_id: people.amina, organization_id: association };
    const support = randomUUID();
    await insertRows(hub, "health-access", "health_support", [
      {
        id: support,
        ...held,
        prescription_id: randomUUID(),
        prescriber_organization_id: medicoSocialCentre,
        status: "OPEN",
        opened_on: "2026-11-01",
      },
    ]);
    const plan = [randomUUID(), randomUUID(), randomUUID()] as const;
    const meet = (at: string, status = "PLANNED") => ({
      id: randomUUID(),
      ...held,
      support_id: support,
      request_key: randomUUID(),
      starts_at: at,
      accompanied_by: "NOBODY",
      status,
      version: 1,
      changed_at: new Date(),
      cancelled_by: status === "CANCELLED" ? "PERSON" : null,
    });
    await insertRows(hub, "health-access", "appointment", [
      meet(`${inMonths(-1)}T09:00:00Z`),
      meet(`${inMonths(1)}T08:00:00Z`, "CANCELLED"),
      meet(`${inMonths(1)}T09:00:00Z`),
      meet(`${inMonths(2)}T09:00:00Z`),
    ]);
    await insertRows(hub, "health-access", "health_action_plan", [
      { id: plan[0], support_id: support, ...held, current_version: 1 },
    ]);
    await insertRows(hub, "health-access", "health_action_plan_version", [
      { id: plan[1], plan_id: plan[0], ...held, number: 1, fingerprint: "x", written_at: new Date() },
    ]);
    await insertRows(hub, "health-access", "plan_goal", [
      { id: plan[2], version_id: plan[1], ...held, position: 1, code: "ACCESS_RIGHTS_AND_CARE" },
    ]);
    const step = (position: number, status: string, startsOn: string | null) => ({
      id: randomUUID(),
      goal_id: plan[2],
      ...held,
      position,
      code: "TREATING_DOCTOR",
      status,
      version: 1,
      starts_on: startsOn,
    });
    await insertRows(hub, "health-access", "plan_step", [
      step(1, "DONE", inMonths(-1)),
      step(2, "PLANNED", null),
      step(3, "IN_PROGRESS", inMonths(1)),
    ]);
    const coordinate = readFileSync(new URL("../../clients/referent/coordinate.graphql", import.meta.url), "utf8");
    const view = async (who: string) =>
      (await ask(who, coordinate, { person: people.amina })).data.person as Record<string, object[]>;
    expect(await view("sophie")).toMatchObject({ nextAppointments: [], nextPlanSteps: [], employmentContracts: [] });
    const mine = await view("claire");
    expect(mine.nextAppointments).toMatchObject([{ startsAt: `${inMonths(1)}T09:00:00.000Z` }]);
    expect(mine.nextPlanSteps).toMatchObject([{ status: "IN_PROGRESS", startsOn: inMonths(1) }]);
    expect((await view("karim")).nextAppointments).toEqual([]);
    await insertRows(hub, "consent", "data_sharing_agreement", [
      agreement(association, medicoSocialCentre, "APPOINTMENTS_LOGISTICS", "CARE_ACCESS_COORDINATION"),
    ]);
    await share("claire", medicoSocialCentre, {
      category: "APPOINTMENTS_LOGISTICS",
      purpose: "CARE_ACCESS_COORDINATION",
    });
    const hers = await countCalls(hub, () => view("sophie"));
    expect(hers.result).toMatchObject({
      nextAppointments: [{ startsAt: `${inMonths(1)}T09:00:00.000Z`, accompaniedBy: "NOBODY" }],
      nextPlanSteps: [],
    });
    await insertRows(
      hub,
      "health-access",
      "appointment",
      [3, 4, 5].map((months) => meet(`${inMonths(months)}T09:00:00Z`)),
    );
    const { calls, statements } = await countCalls(hub, () => view("sophie"));
    expect({ calls, statements }).toEqual({ calls: hers.calls, statements: hers.statements });
    expect(calls.filter((call) => call === "health-access /graphql")).toHaveLength(1);
    await hub.sql(
      "health-access",
      "update health_support set status = 'ENDED', ended_on = (now() at time zone 'Europe/Paris')::date, outcome = 'GOALS_REACHED' where id = ?",
      [support],
    );
    expect(await view("claire")).toMatchObject({ nextAppointments: [], nextPlanSteps: [] });
  });

  it("alone sees them, with the person: who has no mandate sees what her own organisation does, or nothing", async () => {
    const { data } = await ask("amina", INTERVENERS.replace("($id: ID!)", "").replace("person(id: $id)", "me"));
    expect(ids(data.me.referentMandate.interveners)).toHaveLength(6);
    const karims = await seenBy("karim");
    expect(karims.referentMandate).toBeNull();
    expect(ids(karims.accompaniments)).toEqual([insertionDoubs]);
    for (const who of ["paul", "leo", "nadia", "bruno"]) expect(await seenBy(who)).toBeNull();
    // Even with a right to read the mandate: that she is accompanied by others is for who holds it.
    await share("sophie", association);
    const claires = (await seenBy("claire")).referentMandate;
    expect(claires).toEqual({ interveners: [] });
  });
});

describe("a coordination meeting", () => {
  const meeting = (words: object = {}) => ({
    requestKey: randomUUID(),
    mandate: mandates.amina,
    heldOn: today(),
    agreedOn: today(),
    agreementMedium: "IN_PERSON",
    participants: [association],
    decisions: ["Préparer le retour à l’emploi à mi-temps."],
    tasks: [
      { organization: association, label: "Prendre rendez-vous au centre.", dueOn: inMonths(1) },
      { organization: medicoSocialCentre, label: "Demander la carte de transport.", dueOn: today() },
    ],
    ...words,
  });
  const SHOWN = "coordinationMeeting { id participants { id } tasks { id label dueOn organization { id } } }";
  const record = (who: string, words: object = {}) => act(who, "recordCoordinationMeeting", meeting(words), SHOWN);
  const complete = (who: string, task: string, words: object = {}) =>
    act(who, "completeCoordinationTask", { task, ...words }, "coordinationTask { doneOn }");
  const WORKLIST =
    "query ($dueBefore: Date, $after: String) { coordinationTasks(first: 1, after: $after, dueBefore: $dueBefore) { totalCount pageInfo { endCursor hasNextPage } edges { node { id label viewerCanComplete } } } }";
  const worklist = async (who: string, variables: Record<string, unknown> = {}) =>
    (await ask(who, WORKLIST, variables)).data.coordinationTasks;

  it("is recorded under the active mandate, with the person's agreement, and by nobody else", async () => {
    for (const [who, code] of [
      ["karim", "NOT_FOUND"],
      ["paul", "NOT_FOUND"],
      ["claire", "FORBIDDEN"],
      ["leo", "FORBIDDEN"],
      ["amina", "FORBIDDEN"],
    ] as const)
      expect([who, (await record(who)).codes]).toEqual([who, [code]]);
    for (const words of [
      { agreedOn: inMonths(1) },
      { heldOn: inMonths(1), agreedOn: today() },
      { heldOn: "2026-03-01", agreedOn: "2026-03-01" },
      { tasks: [{ organization: association, label: "Hier.", dueOn: "2026-03-10" }] },
    ])
      expect((await record("sophie", words)).codes).toEqual(["BAD_USER_INPUT"]);
    expect(await hub.sql("social-services", "select id from coordination_meeting")).toEqual([]);
    const once = meeting();
    const first = await act("sophie", "recordCoordinationMeeting", once, SHOWN);
    expect(first.codes).toEqual([]);
    expect(await act("sophie", "recordCoordinationMeeting", once, SHOWN)).toEqual(first);
    const { data } = await ask("amina", "{ me { coordinationMeetings { decisions tasks { label } } } }");
    expect(data.me.coordinationMeetings).toEqual([
      {
        decisions: once.decisions,
        tasks: [{ label: "Demander la carte de transport." }, { label: "Prendre rendez-vous au centre." }],
      },
    ]);
  });

  it("gives each organisation its worklist, as far as the person lets it, counted and paged so", async () => {
    const page = await worklist("sophie");
    expect(page).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: true } });
    const rest = await worklist("sophie", { after: page.pageInfo.endCursor });
    expect([page, rest].map(({ edges }) => edges[0].node.label)).toEqual([
      "Demander la carte de transport.",
      "Prendre rendez-vous au centre.",
    ]);
    expect(await worklist("sophie", { dueBefore: today() })).toMatchObject({ totalCount: 0, edges: [] });
    expect((await worklist("sophie", { dueBefore: inMonths(1) })).totalCount).toBe(1);
    expect(await worklist("claire")).toMatchObject({
      totalCount: 1,
      edges: [{ node: { label: "Prendre rendez-vous au centre.", viewerCanComplete: true } }],
    });
    expect((await worklist("amina")).totalCount).toBe(2);
    for (const who of ["karim", "paul", "bruno"]) expect((await worklist(who)).totalCount).toBe(0);
    const { errors } = await ask("sophie", WORKLIST, { after: Buffer.from('["x",1]').toString("base64url") });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(["BAD_USER_INPUT"]);
  });

  it("has its tasks done by who is to do them while the person lets them, or by who called it", async () => {
    const task = (await worklist("claire")).edges[0].node.id;
    for (const who of ["karim", "paul"]) expect((await complete(who, task)).codes).toEqual(["NOT_FOUND"]);
    for (const who of ["leo", "amina"]) expect((await complete(who, task)).codes).toEqual(["FORBIDDEN"]);
    expect((await complete("claire", task, { doneOn: inMonths(1) })).codes).toEqual(["BAD_USER_INPUT"]);
    await act("amina", "restrictSharing", {
      requestKey: randomUUID(),
      category: "SOCIAL_RIGHTS",
      role: "HEALTH_NAVIGATOR",
    });
    expect((await complete("claire", task)).codes).toEqual(["NOT_FOUND"]);
    expect((await worklist("claire")).totalCount).toBe(0);
    await hub.sql("consent", "delete from restriction");
    const done = await complete("claire", task);
    expect(done).toEqual({ codes: [], coordinationTask: { doneOn: today() } });
    expect(await complete("sophie", task)).toEqual(done);
    expect((await worklist("sophie")).totalCount).toBe(1);
  });
});

describe("what the viewer can do", () => {
  const cast = ["amina", "bruno", "claire", "sophie", "karim", "paul", "leo", "nadia", "elise"];
  const asked = { agreedOn: today(), agreementMedium: "PHONE", mandate: mandates.amina };
  /** Each right, where it is said, and an act that takes it and changes nothing: it is refused for another cause, if at all. */
  const rights: [string, string, (who: string) => Promise<{ codes: string[] }>][] = [
    [
      "viewerCanHandOver",
      "referentMandates { viewerCanHandOver }",
      (who) => act(who, "handOverReferentMandate", { ...asked, organization: insertionCreuse }),
    ],
    [
      "viewerCanEnd",
      "referentMandates { viewerCanEnd }",
      (who) =>
        act(who, "endReferentMandate", { mandate: mandates.amina, reason: "LOST_CONTACT", endedOn: "2020-01-01" }),
    ],
    [
      "viewerCanRecord",
      "socialFiles { viewerCanRecord }",
      (who) => act(who, "declareBarrier", { socialFile: SOCIAL_FILE, kind: "MOBILITY" }),
    ],
  ];

  it.each(rights)("%s is true exactly where the act is not refused for a right", async (right, shown, attempt) => {
    const said: string[] = [];
    const done: string[] = [];
    for (const who of cast) {
      const root = ["amina", "bruno"].includes(who) ? "me" : `person(id: "${people.amina}")`;
      const { data } = await ask(who, `{ ${root} { ${shown} } }`);
      const [person] = Object.values(data) as (Record<string, Record<string, boolean>[]> | null)[];
      const [row] = Object.values(person ?? {})[0] ?? [];
      if (row?.[right]) said.push(who);
      const { codes } = await attempt(who);
      if (!codes.some((code: string) => ["FORBIDDEN", "NOT_FOUND"].includes(code))) done.push(who);
    }
    expect(said).toEqual(done);
    expect(said).toEqual(["sophie"]);
  });
});

describe("a mandate within a territory", () => {
  const agreed = { agreedOn: today(), agreementMedium: "PHONE" };
  const give = (words: object = {}) =>
    act(
      "sophie",
      "giveReferentMandate",
      { person: people.bruno, ...agreed, ...words },
      "referentMandate { id areaCodes }",
    );
  const mayGive = async (who: string) =>
    (await ask(who, `{ person(id: "${people.bruno}") { viewerCanGiveReferentMandate } }`)).data.person
      ?.viewerCanGiveReferentMandate;
  const record = (areas: object[]) =>
    act("nadia", "recordOrganizationTerritory", { organization: medicoSocialCentre, areas });
  const join = async (who: string, input: object) => {
    const inviting = { requestKey: randomUUID(), ...input };
    const { accompanimentInvitation: made } = await act(
      "bruno",
      "inviteToAccompany",
      inviting,
      "accompanimentInvitation { id }",
    );
    expect((await act(who, "joinAccompaniment", { invitation: made.id })).codes).toEqual([]);
  };
  let mandate: string;
  const mayHandOver = async (organization: string) => {
    const query = `{ person(id: "${people.bruno}") { referentMandate { viewerCanHandOverTo(organization: "${organization}") } } }`;
    return (await ask("sophie", query)).data.person.referentMandate.viewerCanHandOverTo;
  };
  const handOver = (words: object = {}) =>
    act(
      "sophie",
      "handOverReferentMandate",
      { mandate, organization: insertionCreuse, ...agreed, ...words },
      "referentMandate { id }",
    );

  it("is given where the person lives, and nowhere else; it may cover a part of it", async () => {
    await join("claire", { organization: association, communeCode: "25462" });
    expect((await record([{ kind: "COMMUNE", code: "25056" }])).codes).toEqual([]);
    expect(await mayGive("sophie")).toBe(false);
    expect((await give()).codes).toEqual(["FORBIDDEN"]);
    expect((await give({ areaCodes: ["25056"] })).codes).toEqual(["FORBIDDEN"]);
    const places = ["25056", "25462"].map((code) => ({ kind: "COMMUNE", code }));
    expect((await record(places)).codes).toEqual([]);
    expect(await mayGive("sophie")).toBe(true);
    for (const who of ["claire", "leo", "paul", "nadia"]) expect((await mayGive(who)) ?? false).toBe(false);
    expect((await give({ areaCodes: ["25462", "23096"] })).codes).toEqual(["BAD_USER_INPUT"]);
    expect((await give({ areaCodes: ["25056"] })).codes).toEqual(["FORBIDDEN"]);
    expect(
      await hub.sql("social-services", "select id from referent_mandate where person_id = ?", [people.bruno]),
    ).toEqual([]);
    const given = await give({ areaCodes: ["25462"] });
    expect(given).toMatchObject({ codes: [], referentMandate: { areaCodes: ["25462"] } });
    mandate = given.referentMandate.id;
    for (const who of ["sophie", "karim"]) expect(await mayGive(who)).toBe(false);
  });

  it("is handed over across territories to whom the person invited herself, and to nobody else", async () => {
    expect(await mayHandOver(insertionCreuse)).toBe(false);
    expect((await handOver()).codes).toEqual(["CONSENT_REQUIRED"]);
    await share("sophie", insertionCreuse, { by: "bruno", operations: ["READ", "NOTIFY"] });
    expect(await mayHandOver(insertionCreuse)).toBe(false);
    expect((await handOver()).codes).toEqual(["FORBIDDEN"]);
    expect((await handOver({ areaCodes: ["25462"] })).codes).toEqual(["BAD_USER_INPUT"]);
    for (const organization of [randomUUID(), "x"]) expect(await mayHandOver(organization)).toBe(false);
    await join("paul", { organization: insertionCreuse });
    expect(await mayHandOver(insertionCreuse)).toBe(true);
    const taken = await handOver();
    expect(taken.codes).toEqual([]);
    expect(await handOver()).toEqual(taken);
    const { data } = await ask("paul", `{ person(id: "${people.bruno}") { referentMandate { id } } }`);
    const ending = { mandate: data.person.referentMandate.id, reason: "GOALS_REACHED" };
    expect((await act("paul", "endReferentMandate", ending)).codes).toEqual([]);
    await record([]);
  });
});

describe("the last référent is never silently removed", () => {
  const own = async (organization: string): Promise<string> => {
    const rows = await hub.sql(
      "consent",
      "select id from accompaniment where person_id = ? and organization_id = ? and ended_on is null",
      [people.amina, organization],
    );
    return rows[0]?.id;
  };
  const mandateOf = async () =>
    (await ask("amina", "{ me { referentMandates { id endedOn endReason } } }")).data.me.referentMandates;

  it("her organisation does not leave while it holds the mandate; nobody else makes it leave", async () => {
    const accompaniment = await own(medicoSocialCentre);
    const leaving = { accompaniment, reason: "UNAVAILABLE" };
    expect((await act("sophie", "endAccompaniment", leaving)).codes).toEqual(["CONFLICT_VERSION"]);
    for (const who of ["karim", "paul", "claire"])
      expect((await act(who, "endAccompaniment", leaving)).codes).toEqual(["NOT_FOUND"]);
  });

  it("the person ends it, and the mandate says that she asked", async () => {
    expect((await act("amina", "endAccompaniment", { accompaniment: await own(medicoSocialCentre) })).codes).toEqual(
      [],
    );
    for (let tries = 0; tries < 300 && (await mandateOf())[0].endedOn === null; tries += 1) await pause(100);
    expect(await mandateOf()).toEqual([{ id: mandates.amina, endedOn: today(), endReason: "PERSON_ASKED" }]);
    expect(await seenBy("sophie")).toBeNull();
  });

  it("and the registry is told of each mandate that is given and ends", async () => {
    const given = { person: people.bruno, agreedOn: today(), agreementMedium: "PHONE" };
    const { referentMandate } = await act("karim", "giveReferentMandate", given, "referentMandate { id }");
    const [{ id: accompaniment }] = await hub.sql(
      "consent",
      "select id from accompaniment where person_id = ? and organization_id = ?",
      [people.bruno, insertionDoubs],
    );
    const held = async () => hub.sql("consent", "select ended_at from held_mandate where id = ?", [referentMandate.id]);
    for (let tries = 0; tries < 300 && (await held()).length === 0; tries += 1) await pause(100);
    const leaving = { accompaniment, reason: "UNAVAILABLE" };
    expect((await act("karim", "endAccompaniment", leaving)).codes).toEqual(["CONFLICT_VERSION"]);
    await act("karim", "endReferentMandate", { mandate: referentMandate.id, reason: "GOALS_REACHED" });
    for (let tries = 0; tries < 300 && (await held())[0].ended_at === null; tries += 1) await pause(100);
    expect((await act("karim", "endAccompaniment", leaving)).codes).toEqual([]);
  });
});
