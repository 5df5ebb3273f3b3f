import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { organizations, people } from "../../scripts/development/world.ts";
import { inMonths, today } from "../../scripts/journey/story.ts";
import { addDays } from "../../subgraphs/health-access/policies/agreement-period.ts";
import { countCalls } from "../support/count-calls.ts";
import { eventually } from "../support/eventually.ts";
import { openTestHub, type TestHub } from "../support/open-test-hub.ts";

const { association, insertionCreuse } = organizations;

let hub: TestHub;
beforeAll(async () => {
  hub = await openTestHub();
});
afterAll(() => hub?.close());

const daysAgo = (days: number) => addDays(today(), -days);

/** What the scheme has come to know of Amina, step after step. */
const known = { prescription: "", support: "", appointment: "", alert: { kind: "", latestFactAt: "" } };

const read = async (who: string, query: string, variables: Record<string, unknown> = {}) => {
  const { data, errors } = await hub.ask(who, query, variables);
  expect(errors).toBeUndefined();
  return data;
};

/** Sends one change and gives its payload. */
const act = async (who: string, name: string, input: Record<string, unknown>, shown = "") => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input!`;
  const query = `mutation ($input: ${type}) { ${name}(input: $input) { ${shown} userErrors { code field } } }`;
  return (await read(who, query, { input }))[name];
};
const done = async (...asked: Parameters<typeof act>) => {
  const payload = await act(...asked);
  expect([asked[1], payload.userErrors]).toEqual([asked[1], []]);
  return payload;
};

const noted = async (startsAt: string, outcome: string) => {
  const input = { healthSupport: known.support, requestKey: randomUUID(), startsAt, accompaniedBy: "PROFESSIONAL" };
  const { appointment } = await done("claire", "planAppointment", input, "appointment { id version }");
  await done("claire", "recordAppointmentOutcome", {
    appointment: appointment.id,
    version: appointment.version,
    outcome,
  });
  return appointment.id as string;
};

it("the association says how many people it can take on, and Sophie reads it before she prescribes", async () => {
  await done("claire", "stateReceivingCapacity", { places: 60, taken: 51 });
  const { organizations: all } = await read(
    "sophie",
    "{ organizations { id receivingCapacity { places taken status } } }",
  );
  expect(all).toContainEqual({ id: association, receivingCapacity: { places: 60, taken: 51, status: "LIMITED" } });
  const input = { requestKey: randomUUID(), person: people.amina, recipient: association, reasons: ["CARE_GIVEN_UP"] };
  const shown = "prescription { id isReminderDue recipient { receivingCapacity { status } } }";
  const { prescription } = await done("sophie", "prescribeHealthSupport", input, shown);
  expect(prescription).toMatchObject({ isReminderDue: false, recipient: { receivingCapacity: { status: "LIMITED" } } });
  known.prescription = prescription.id;
});

it("a prescription nobody answered for ten days is in the association's list of reminders, until Claire answers", async () => {
  const LIST = "{ prescriptions(isReminderDue: true) { totalCount } }";
  expect((await read("claire", LIST)).prescriptions.totalCount).toBe(0);
  await hub.sql("social-services", "update prescription set requested_at = now() - interval '11 days'");
  expect((await read("claire", LIST)).prescriptions.totalCount).toBe(1);
  await done("claire", "acceptPrescription", { prescription: known.prescription });
  expect((await read("claire", LIST)).prescriptions.totalCount).toBe(0);
  known.support = await supportOfThePrescription();
});

it("Amina misses two appointments in a row: her association is alerted, and Sophie is told that the thread may break", async () => {
  const first = { healthSupport: known.support, kind: "FIRST_INTERVIEW", minutes: 60, heldOn: today() };
  await done("claire", "recordSupportAct", first);
  await noted(`${inMonths(-2)}T09:00:00Z`, "MISSED");
  expect((await read("claire", "{ ruptureAlerts { totalCount } }")).ruptureAlerts.totalCount).toBe(0);
  known.appointment = await noted(`${inMonths(-1)}T09:00:00Z`, "MISSED");
  const { ruptureAlerts } = await read(
    "claire",
    "{ ruptureAlerts { totalCount edges { node { kind count sinceOn latestFactAt person { givenName } } } } }",
  );
  expect(ruptureAlerts).toMatchObject({
    totalCount: 1,
    edges: [{ node: { kind: "MISSED_APPOINTMENTS", count: 2, sinceOn: inMonths(-2), person: { givenName: "Amina" } } }],
  });
  known.alert = ruptureAlerts.edges[0].node;
  const told = await read("sophie", "{ ruptureAlerts { edges { node { kind prescription { id } } } } }");
  expect(told.ruptureAlerts.edges).toEqual([
    { node: { kind: "MISSED_APPOINTMENTS", prescription: { id: known.prescription } } },
  ]);
  for (const who of ["karim", "paul", "leo", "nadia", "bruno"]) {
    const lists = await read(
      who,
      "{ ruptureAlerts { totalCount edges { cursor } } appointments { totalCount edges { cursor } } }",
    );
    for (const list of Object.values(lists!)) expect(list).toEqual({ totalCount: 0, edges: [] });
  }
});

it("Claire says what she does next: the alert is silent, the appointment is put off, and Amina sees both", async () => {
  const { kind, latestFactAt } = known.alert;
  const decision = { healthSupport: known.support, kind, latestFactAt, nextAction: "CALL_PERSON" };
  await done("claire", "acknowledgeRuptureAlert", { ...decision, actBeforeOn: inMonths(1) });
  expect((await read("claire", "{ ruptureAlerts { totalCount } }")).ruptureAlerts.totalCount).toBe(0);
  const later = { appointment: known.appointment, version: 2, requestKey: randomUUID() };
  await done("claire", "rescheduleAppointment", { ...later, startsAt: `${inMonths(1)}T09:00:00Z` });
  const { me } = await read("amina", "{ me { healthSupports { appointments { status replaces { status } } } } }");
  expect(me.healthSupports[0].appointments).toEqual([
    { status: "MISSED", replaces: null },
    { status: "RESCHEDULED", replaces: null },
    { status: "PLANNED", replaces: { status: "RESCHEDULED" } },
  ]);
});

it("a third appointment missed raises the alert again, and one that is kept ends it", async () => {
  await noted(`${inMonths(-1)}T15:00:00Z`, "MISSED");
  expect((await read("claire", "{ ruptureAlerts { edges { node { kind } } } }")).ruptureAlerts.edges).toHaveLength(1);
  await noted(new Date(Date.now() - 60_000).toISOString(), "KEPT");
  expect((await read("claire", "{ ruptureAlerts { totalCount } }")).ruptureAlerts.totalCount).toBe(0);
});

const ADVICE =
  "query ($status: AdviceRequestStatus) { adviceRequests(status: $status) { totalCount edges { node { id theme question status answers { text } } } } }";
/** An inbox follows an act a moment later. */
async function waitingFor(who: string, kind: string) {
  const query =
    "query ($kind: InboxItemKind!) { inbox { items(filter: { kinds: [$kind] }) { edges { node { person { id } adviceRequest { id question } } } } } }";
  let waiting: { readonly node: object }[] = [];
  await eventually(async () => {
    waiting = (await read(who, query, { kind })).inbox.items.edges;
    return waiting.length > 0;
  });
  return waiting.map(({ node }) => node);
}

describe("the advice of volunteer medical staff", () => {
  const asking = { theme: "PSYCHOLOGY", question: "Deuil récent, sommeil perdu : vers qui orienter d'abord ?" };
  const text = "Un groupe de parole d'abord ; un psychologue si rien n'a changé dans un mois.";
  const SHOWN = "adviceRequest { id status answers { text } }";
  const ask = async (more: object = {}) =>
    done("claire", "askAdvice", { requestKey: randomUUID(), healthSupport: known.support, ...asking, ...more }, SHOWN);
  let request: string;

  it("is asked without a name: Élise finds the question in her inbox and in her list, and not of whom it is", async () => {
    const requestKey = randomUUID();
    request = (await ask({ requestKey })).adviceRequest.id;
    expect((await ask({ requestKey })).adviceRequest.id).toBe(request);
    expect(await waitingFor("elise", "ADVICE_TO_GIVE")).toEqual([
      { person: null, adviceRequest: { id: request, question: asking.question } },
    ]);
    // Nobody was even asked whose it is: Amina's log of who wanted to see her does not fill with what no one meant to see.
    expect(await hub.sql("consent", "select id from decision_record where actor_subject like '%|elise'")).toEqual([]);
    expect((await read("elise", ADVICE)).adviceRequests).toEqual({
      totalCount: 1,
      edges: [{ node: { id: request, ...asking, status: "ASKED", answers: [] } }],
    });
    const towards = "{ adviceRequests { edges { node { id healthSupport { id } } } } }";
    const { data, errors } = await hub.ask("elise", towards);
    expect(data.adviceRequests.edges).toEqual([{ node: { id: request, healthSupport: null } }]);
    expect(errors).toMatchObject([{ extensions: { code: "CONSENT_REQUIRED" } }]);
    const person = { id: people.amina };
    expect(await read("elise", "query ($id: ID!) { person(id: $id) { id } }", person)).toEqual({ person: null });
    expect(await read("elise", "{ healthSupports { totalCount } accompaniedPersons { totalCount } }")).toEqual({
      healthSupports: { totalCount: 0 },
      accompaniedPersons: { totalCount: 0 },
    });
  });

  it("is given once, and stays: Claire is told, and Amina reads both", async () => {
    const answering = { adviceRequest: request, text };
    const given = { id: request, status: "ANSWERED", answers: [{ text }] };
    expect((await done("elise", "answerAdvice", answering, SHOWN)).adviceRequest).toEqual(given);
    expect((await done("elise", "answerAdvice", answering, SHOWN)).adviceRequest).toEqual(given);
    expect((await act("elise", "answerAdvice", { ...answering, text: "Autre chose." })).userErrors).toEqual([
      { code: "CONFLICT_VERSION", field: ["text"] },
    ]);
    await expect(hub.sql("health-access", "update advice_answer set text = ''")).rejects.toThrow(/never rewritten/);
    expect(await waitingFor("claire", "ADVICE_GIVEN")).toEqual([
      { person: { id: people.amina }, adviceRequest: { id: request, question: asking.question } },
    ]);
    const hers = "{ me { healthSupports { adviceRequests { question status answers { text } } } } }";
    expect((await read("amina", hers)).me.healthSupports).toEqual([
      { adviceRequests: [{ question: asking.question, status: "ANSWERED", answers: [{ text }] }] },
    ]);
  });

  it("is taken back while nobody has answered, and volunteers see no more of it", async () => {
    const other = { adviceRequest: (await ask({ theme: "MDPH_FILE" })).adviceRequest.id };
    for (let times = 0; times < 2; times += 1)
      expect((await done("claire", "withdrawAdviceRequest", other, SHOWN)).adviceRequest.status).toBe("WITHDRAWN");
    expect((await act("claire", "withdrawAdviceRequest", { adviceRequest: request })).userErrors).toEqual([
      { code: "CONFLICT_VERSION", field: ["adviceRequest"] },
    ]);
    expect((await act("elise", "answerAdvice", { ...other, text })).userErrors).toEqual([
      { code: "NOT_FOUND", field: ["adviceRequest"] },
    ]);
    expect((await read("elise", ADVICE)).adviceRequests.totalCount).toBe(1);
    expect((await read("elise", ADVICE, { status: "WITHDRAWN" })).adviceRequests.totalCount).toBe(0);
    expect((await read("claire", ADVICE)).adviceRequests.totalCount).toBe(2);
  });

  it("is the association's own: nobody else asks, answers or reads", async () => {
    const input = { requestKey: randomUUID(), healthSupport: known.support, ...asking };
    const answering = { adviceRequest: request, text };
    for (const who of ["sophie", "karim", "paul", "leo", "nadia", "bruno", "amina"]) {
      for (const [name, asked] of [
        ["askAdvice", input],
        ["answerAdvice", answering],
        ["withdrawAdviceRequest", { adviceRequest: request }],
      ] as const)
        expect([who, (await act(who, name, asked)).userErrors]).toEqual([who, [{ code: "FORBIDDEN", field: null }]]);
      expect((await read(who, ADVICE)).adviceRequests).toEqual({ totalCount: 0, edges: [] });
    }
    expect((await act("elise", "askAdvice", input)).userErrors).toEqual([{ code: "FORBIDDEN", field: null }]);
    expect((await act("claire", "answerAdvice", answering)).userErrors).toEqual([{ code: "FORBIDDEN", field: null }]);
  });

  it("holds no social security number, in a question or in an answer", async () => {
    const numbered = "Voir le dossier 2 84 05 25 056 123 45.";
    const input = { requestKey: randomUUID(), healthSupport: known.support, theme: "OTHER", question: numbered };
    const question = await hub.ask(
      "claire",
      "mutation ($input: AskAdviceInput!) { askAdvice(input: $input) { userErrors { code } } }",
      { input },
    );
    expect(question.errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
    const answering = { adviceRequest: request, text: numbered };
    const answer = await hub.ask(
      "elise",
      "mutation ($input: AnswerAdviceInput!) { answerAdvice(input: $input) { userErrors { code } } }",
      { input: answering },
    );
    expect(answer.errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
  });

  it("costs two statements a page of requests, and one for all their answers, however many there are", async () => {
    const cost = async (first: number) => {
      const query = `{ adviceRequests(first: ${first}) { totalCount edges { node { question answers { text } } } } }`;
      const { result, statements } = await countCalls(hub, () => hub.ask("elise", query));
      expect(result.data.adviceRequests.edges).toHaveLength(first);
      return statements["health-access"];
    };
    for (let times = 0; times < 3; times += 1) await ask({ theme: "OTHER" });
    expect([await cost(1), await cost(4)]).toEqual([3, 3]);
  });
});

it("Claire brings Amina to care and opens a right: the missions show which steps stand, and since which day", async () => {
  await done("claire", "recordSupportAct", {
    ...{ healthSupport: known.support, kind: "RIGHTS_OPENING", openedRight: "CSS" },
    ...{ heldOn: today(), minutes: 40 },
  });
  await done("claire", "recordDiagnosis", {
    ...{ healthSupport: known.support, summary: "Sommeil difficile.", establishedOn: daysAgo(175) },
    disciplines: ["NURSING", "PSYCHOLOGY"],
  });
  const SHOWN = `missions { careEntry { firstInterviewOn diagnosedOn rightsStepOn } link { agreedOn appointmentKeptOn ruptureAnsweredOn }
    actionPlan { writtenOn } } adherence { rightsOpened appointmentsKept appointmentsMissed }`;
  const { me } = await read("amina", `{ me { healthSupports { ${SHOWN} } } }`);
  expect(me.healthSupports[0]).toEqual({
    missions: {
      careEntry: { firstInterviewOn: today(), diagnosedOn: daysAgo(175), rightsStepOn: today() },
      link: { agreedOn: null, appointmentKeptOn: today(), ruptureAnsweredOn: today() },
      actionPlan: { writtenOn: null },
    },
    adherence: { rightsOpened: 1, appointmentsKept: 1, appointmentsMissed: 2 },
  });
  const { healthSupport } = await read("claire", `query ($id: ID!) { healthSupport(id: $id) { ${SHOWN} } }`, {
    id: known.support,
  });
  expect(healthSupport).toEqual(me.healthSupports[0]);
});

it("Amina says where she stands at the beginning and at the end: the effects are hers and Claire's, never Karim's", async () => {
  const said = async (moment: string, score: number) =>
    done("claire", "recordSupportAssessment", {
      ...{ requestKey: randomUUID(), healthSupport: known.support, moment, assessedOn: today() },
      scores: [{ scale: "CARE_CONFIDENCE", score }],
    });
  await said("ENTRY", 3);
  await said("EXIT", 8);
  const { me } = await read("amina", "{ me { healthSupports { effects { scale first last change } } } }");
  expect(me.healthSupports[0].effects).toEqual([{ scale: "CARE_CONFIDENCE", first: 3, last: 8, change: 5 }]);
  const query = "query ($id: ID!) { healthSupport(id: $id) { effects { last } assessments { id } } }";
  for (const who of ["karim", "paul", "leo", "nadia"]) {
    const { data } = await hub.ask(who, query, { id: known.support });
    expect([who, data.healthSupport]).toEqual([who, null]);
  }
});

it("Sophie lifts a barrier with Amina, and reads how many were lifted; Claire does not, as long as Amina has not agreed", async () => {
  const BARRIERS = "query ($id: ID!) { prescription(id: $id) { barriers { declared lifted } } }";
  const readBy = (who: string) => hub.ask(who, BARRIERS, { id: known.prescription });
  const { declared, lifted } = (await readBy("sophie")).data.prescription.barriers;
  const input = { socialFile: "0f000000-0000-4000-8000-000000000001", kind: "TRAINING" };
  const { barrier } = await done("sophie", "declareBarrier", input, "barrier { id }");
  await done("sophie", "liftBarrier", { barrier: barrier.id });
  const after = await readBy("sophie");
  expect(after.data.prescription.barriers).toEqual({ declared: declared + 1, lifted: lifted + 1 });
  const refused = await readBy("claire");
  expect(refused.data.prescription?.barriers ?? null).toBeNull();
  expect(refused.body).not.toContain('lifted":');
});

it("the agreement of six months ends soon: Claire is alerted and her inbox says so, until it is renewed", async () => {
  const alerts = async () =>
    (await read("claire", "{ ruptureAlerts(kind: AGREEMENT_ENDING) { totalCount } }")).ruptureAlerts.totalCount;
  const waiting = async () =>
    (await read("claire", "{ inbox { items(filter: { kinds: [AGREEMENT_ENDING] }) { totalCount } } }")).inbox.items
      .totalCount;
  expect([await alerts(), await waiting()]).toEqual([0, 0]);
  const period = { healthSupport: known.support, signedOn: daysAgo(170), startsOn: daysAgo(170) };
  const { supportAgreement } = await done("claire", "signSupportAgreement", period, "supportAgreement { id }");
  expect(await alerts()).toBe(1);
  await eventually(async () => (await waiting()) === 1);
  await done("claire", "renewSupportAgreement", { supportAgreement: supportAgreement.id, signedOn: today() });
  expect(await alerts()).toBe(0);
  await eventually(async () => (await waiting()) === 0);
});

it("another association takes over only if Amina consents that it knows", async () => {
  const input = { prescription: known.prescription, recipient: insertionCreuse };
  expect((await act("claire", "handOverPrescription", input)).userErrors).toEqual([
    { code: "CONSENT_REQUIRED", field: null },
  ]);
  const { prescription } = await read(
    "claire",
    "query ($id: ID!) { prescription(id: $id) { status handedOverTo { id } } }",
    {
      id: known.prescription,
    },
  );
  expect(prescription).toEqual({
    // The first act is told to the prescription a moment later.
    status: expect.stringMatching(/^(ACCEPTED|IN_PROGRESS)$/),
    handedOverTo: null,
  });
});

it("a support that ends takes back what nobody has answered about it", async () => {
  await done("claire", "endHealthSupport", { healthSupport: known.support, outcome: "GOALS_REACHED" });
  expect((await read("elise", ADVICE, { status: "ASKED" })).adviceRequests.totalCount).toBe(0);
  expect((await read("claire", ADVICE, { status: "WITHDRAWN" })).adviceRequests.totalCount).toBe(4);
  const late = { requestKey: randomUUID(), healthSupport: known.support, theme: "OTHER", question: "Et ensuite ?" };
  expect((await act("claire", "askAdvice", late)).userErrors).toEqual([
    { code: "CONFLICT_VERSION", field: ["healthSupport"] },
  ]);
});

/** The event of the acceptance reaches health access a moment later. */
async function supportOfThePrescription(): Promise<string> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const { healthSupports } = await read("claire", "{ healthSupports { edges { node { id } } } }");
    if (healthSupports.edges.length > 0) return healthSupports.edges[0].node.id;
    await pause(100);
  }
  throw new Error("The support did not open within twenty seconds.");
}
