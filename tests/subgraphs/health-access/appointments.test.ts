import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { Viewer } from "../../../kit/viewer.ts";
import { organizations, people } from "../../../scripts/development/world.ts";
import { amina, claire, karim, sophie } from "../../support/viewers.ts";
import { NAME, type Story, startStory } from "./story.ts";

let story: Story;
beforeAll(async () => {
  story = await startStory();
});
afterAll(() => story.close());
afterEach(() => story.registry.revokeAll());

const DAY_MS = 86_400_000;
const at = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
/** The day some days from now in Paris, where the hub counts days. */
const dayAt = (days: number) =>
  new Date(Date.now() + days * DAY_MS).toLocaleDateString("en-CA", { timeZone: "Europe/Paris" });
const team = (): Viewer & { organization: string } => ({ ...claire, organization: randomUUID() });
const stranger = team();
const execute = (sql: string, values: unknown[] = []) =>
  story.hub.running[NAME]!.orm.em.fork().execute<Record<string, string>[]>(sql, values);

const SHOWN = "appointment { id status cancelledBy version startsAt accompaniedBy }";
const plan = async (healthSupport: string, days: number, by: Viewer = claire) =>
  (
    await story.act(
      by,
      "planAppointment",
      { healthSupport, requestKey: randomUUID(), startsAt: at(days), careOffer: "fictif--1" },
      SHOWN,
    )
  ).appointment as { id: string; version: number };
const note = (appointment: { id: string; version: number }, outcome: string, by: Viewer = claire) =>
  story.act(
    by,
    "recordAppointmentOutcome",
    { appointment: appointment.id, version: appointment.version, outcome },
    SHOWN,
  );
const missed = async (healthSupport: string, days: number, by: Viewer = claire) =>
  note(await plan(healthSupport, days, by), "MISSED", by);

describe("an appointment", () => {
  test("is planned once however often it is sent, and its key stands for no other", async () => {
    const { id: healthSupport } = await story.openSupport();
    const input = { healthSupport, requestKey: randomUUID(), startsAt: at(7), accompaniedBy: "PROFESSIONAL" };
    const payloads = [];
    for (let attempt = 0; attempt < 2; attempt++)
      payloads.push(await story.act(claire, "planAppointment", input, SHOWN));
    expect(payloads[1]).toEqual(payloads[0]);
    expect(payloads[0]).toMatchObject({
      appointment: { status: "PLANNED", version: 1, accompaniedBy: "PROFESSIONAL", startsAt: input.startsAt },
      userErrors: [],
    });
    const other = await story.act(claire, "planAppointment", { ...input, startsAt: at(8) }, SHOWN);
    expect(other).toEqual({
      appointment: null,
      userErrors: [{ code: "CONFLICT_VERSION", field: ["requestKey"] }],
    });
  });

  test("of another century is a mistyped year", async () => {
    const { id: healthSupport } = await story.openSupport();
    for (const days of [-4_000, 4_000]) {
      const input = { healthSupport, requestKey: randomUUID(), startsAt: at(days) };
      expect((await story.act(claire, "planAppointment", input, "")).userErrors).toEqual([
        { code: "BAD_USER_INPUT", field: ["startsAt"] },
      ]);
    }
  });

  test("is kept or missed once its time has come, is corrected, and keeps its history", async () => {
    const { id: healthSupport } = await story.openSupport();
    const ahead = await plan(healthSupport, 1);
    expect((await note(ahead, "KEPT")).userErrors).toEqual([{ code: "CONFLICT_VERSION", field: ["appointment"] }]);
    const past = await plan(healthSupport, -1);
    for (let attempt = 0; attempt < 2; attempt++)
      expect((await note(past, "MISSED")).appointment).toMatchObject({ status: "MISSED", version: 2 });
    expect((await note(past, "KEPT")).userErrors).toEqual([{ code: "CONFLICT_VERSION", field: ["version"] }]);
    expect((await note({ id: past.id, version: 2 }, "KEPT")).appointment).toMatchObject({ status: "KEPT", version: 3 });
    const { data } = await story.ask(claire, OF_SUPPORT, { id: healthSupport });
    expect(data.healthSupport.appointments.map(({ id }: { id: string }) => id)).toEqual([past.id, ahead.id]);
    expect(data.healthSupport.appointments[0].history).toEqual([
      { version: 1, status: "PLANNED" },
      { version: 2, status: "MISSED" },
      { version: 3, status: "KEPT" },
    ]);
    await expect(execute("update appointment_change set status = 'KEPT'")).rejects.toThrow("never rewritten");
  });

  test("that is called off says by whom, and is not kept any more", async () => {
    const { id: healthSupport } = await story.openSupport();
    const { id, version } = await plan(healthSupport, -1);
    const input = { appointment: id, version, cancelledBy: "PROVIDER" };
    for (let attempt = 0; attempt < 2; attempt++)
      expect((await story.act(claire, "cancelAppointment", input, SHOWN)).appointment).toMatchObject({
        status: "CANCELLED",
        cancelledBy: "PROVIDER",
        version: 2,
      });
    expect((await note({ id, version: 2 }, "KEPT")).userErrors).toEqual([
      { code: "CONFLICT_VERSION", field: ["appointment"] },
    ]);
    await expect(
      execute("update appointment set status = 'CANCELLED', cancelled_by = null where id = ?", [id]),
    ).rejects.toThrow("appointment_cancelled_by");
  });

  test("that is put off is replaced once, and both stay", async () => {
    const { id: healthSupport } = await story.openSupport();
    const first = await missed(healthSupport, -3);
    const input = {
      appointment: first.appointment.id,
      version: 2,
      requestKey: randomUUID(),
      startsAt: at(4),
      careOffer: "fictif--1",
    };
    const selection = "appointment { id status replaces { id status replacedBy { id } } }";
    const payloads = [];
    for (let attempt = 0; attempt < 2; attempt++)
      payloads.push(await story.act(claire, "rescheduleAppointment", input, selection));
    expect(payloads[1]).toEqual(payloads[0]);
    const { appointment } = payloads[0];
    expect(appointment).toMatchObject({
      status: "PLANNED",
      replaces: { id: first.appointment.id, status: "RESCHEDULED", replacedBy: { id: appointment.id } },
    });
    const again = { ...input, requestKey: randomUUID(), version: 3 };
    expect((await story.act(claire, "rescheduleAppointment", again, selection)).userErrors).toEqual([
      { code: "CONFLICT_VERSION", field: ["appointment"] },
    ]);
  });

  test("is not added to a support that ended, and what happened before may still be noted", async () => {
    const { id: healthSupport } = await story.openSupport();
    const past = await plan(healthSupport, -1);
    await story.act(claire, "endHealthSupport", { healthSupport, outcome: "PERSON_STOPPED" }, "");
    const input = { healthSupport, requestKey: randomUUID(), startsAt: at(1) };
    expect((await story.act(claire, "planAppointment", input, "")).userErrors).toEqual([
      { code: "CONFLICT_VERSION", field: ["healthSupport"] },
    ]);
    const putOff = { appointment: past.id, version: 1, requestKey: randomUUID(), startsAt: at(1) };
    expect((await story.act(claire, "rescheduleAppointment", putOff, "")).userErrors).toEqual([
      { code: "CONFLICT_VERSION", field: ["appointment"] },
    ]);
    expect((await note(past, "KEPT")).appointment).toMatchObject({ status: "KEPT" });
  });
});

describe("whoever does not hold the support", () => {
  const acts: [string, (support: string, appointment: string) => Record<string, unknown>][] = [
    ["planAppointment", (healthSupport) => ({ healthSupport, requestKey: randomUUID(), startsAt: at(1) })],
    [
      "rescheduleAppointment",
      (_, appointment) => ({ appointment, version: 1, requestKey: randomUUID(), startsAt: at(1) }),
    ],
    ["cancelAppointment", (_, appointment) => ({ appointment, version: 1, cancelledBy: "PERSON" })],
    ["recordAppointmentOutcome", (_, appointment) => ({ appointment, version: 1, outcome: "KEPT" })],
    [
      "acknowledgeRuptureAlert",
      (healthSupport) => ({
        healthSupport,
        kind: "NO_CONTACT",
        latestFactAt: at(-30),
        nextAction: "CALL_PERSON",
        actBeforeOn: dayAt(2),
      }),
    ],
  ];

  test.each(acts)("%s answers as for an unknown identifier", async (mutation, inputOf) => {
    const { id: healthSupport } = await story.openSupport();
    const { id } = await plan(healthSupport, -1);
    const answers = [];
    for (const [support, appointment] of [
      [healthSupport, id],
      [randomUUID(), randomUUID()],
      ["x", "x"],
    ] as const)
      answers.push(await story.act(stranger, mutation, inputOf(support, appointment), ""));
    expect(answers[0].userErrors).toEqual([{ code: "NOT_FOUND", field: [expect.any(String)] }]);
    expect(answers.slice(1)).toEqual([answers[0], answers[0]]);
  });

  test.each([...acts, ["setRuptureThresholds", () => ({ daysWithoutContact: 9, missedInARow: 9 })] as const])(
    "%s is forbidden without the role",
    async (mutation, inputOf) => {
      for (const viewer of [{ ...claire, roles: ["DIRECTORY_EDITOR"] }, karim, sophie, amina, null])
        expect((await story.act(viewer, mutation, inputOf(randomUUID(), randomUUID()), "")).userErrors).toEqual([
          { code: "FORBIDDEN", field: null },
        ]);
    },
  );
});

describe("who reads appointments", () => {
  test("the person reads hers whole", async () => {
    const { id: healthSupport } = await story.openSupport();
    await plan(healthSupport, 2);
    const { data, errors } = await story.ask(amina, OF_SUPPORT, { id: healthSupport });
    expect(errors).toBeUndefined();
    expect(data.healthSupport.appointments).toMatchObject([{ status: "PLANNED", careOffer: { id: "fictif--1" } }]);
  });

  test("an organisation that is let know of appointments learns when they are, and not which care it is", async () => {
    const { id: healthSupport } = await story.openSupport();
    await plan(healthSupport, 2);
    for (const category of ["CARE_NAVIGATION", "APPOINTMENTS_LOGISTICS"])
      story.registry.permit({
        person: people.amina,
        grantee: organizations.insertionDoubs,
        category,
        purpose: "CARE_ACCESS_COORDINATION",
      } as never);
    const { data, errors } = await story.ask(karim, OF_SUPPORT, { id: healthSupport });
    expect(data.healthSupport.appointments).toMatchObject([{ status: "PLANNED", careOffer: null }]);
    expect(errors).toEqual([
      expect.objectContaining({
        path: ["healthSupport", "appointments", 0, "careOffer"],
        extensions: { code: "CONSENT_REQUIRED" },
      }),
    ]);
    expect(JSON.stringify([data, errors])).not.toContain("fictif--1");
  });

  test("the association's list is its own, whole, narrowed by status, with a constant number of statements", async () => {
    const by = team();
    const supports = [
      await story.openSupport(people.bruno, by.organization),
      await story.openSupport(people.amina, by.organization),
    ];
    for (const { id } of supports) {
      await plan(id, 3, by);
      await missed(id, -2, by);
    }
    const seen: string[] = [];
    let after: string | null = null;
    do {
      story.hub.statements[NAME]!.length = 0;
      const { data } = await story.ask(by, LIST, { after });
      expect(story.hub.statements[NAME]!.filter((sql) => sql.includes('from "appointment"'))).toHaveLength(2);
      expect(story.hub.statements[NAME]!.filter((sql) => sql.includes('from "appointment_change"'))).toHaveLength(1);
      expect(data.appointments.totalCount).toBe(4);
      seen.push(...data.appointments.edges.map(({ node }: { node: { id: string } }) => node.id));
      after = data.appointments.pageInfo.hasNextPage ? data.appointments.pageInfo.endCursor : null;
    } while (after);
    expect(new Set(seen).size).toBe(4);
    const narrowed = await story.ask(by, LIST.replace("first: 3", "first: 3, status: MISSED"));
    expect(narrowed.data.appointments.totalCount).toBe(2);
    for (const viewer of [team(), karim, sophie, amina, null])
      expect((await story.ask(viewer, LIST)).data.appointments).toMatchObject({ totalCount: 0, edges: [] });
    const { errors } = await story.ask(by, LIST, { after: Buffer.from('["x","y"]').toString("base64url") });
    expect(errors![0]!.extensions.code).toBe("BAD_USER_INPUT");
  });
});

describe("the adherence of a support", () => {
  const READ =
    "{ healthSupports { edges { node { adherence { stepsPlanned stepsDone appointmentsKept appointmentsMissed } } } } }";

  test("counts the steps of the plan in force and the appointments kept and missed, in one statement for a page", async () => {
    const by = team();
    const steps = [{ label: "TREATING_DOCTOR", status: "DONE" }, { label: "HEALTH_CARD" }, { label: "TRANSPORT" }];
    const goals = [{ label: "ACCESS_RIGHTS_AND_CARE", steps }];
    const planned = await story.openPlan(people.amina, by, { goals, constraints: [] });
    const fewer = [{ ...goals[0], steps: steps.slice(0, 2) }];
    const revision = { healthActionPlan: planned.plan, basedOnVersion: 1, goals: fewer, constraints: [] };
    await story.act(by, "revisePlan", revision, "");
    const { id } = await story.openSupport(people.bruno, by.organization);
    await missed(id, -3, by);
    await note(await plan(id, -2, by), "KEPT", by);
    await note(await plan(id, -1, by), "KEPT", by);
    await plan(id, 4, by);
    story.hub.statements[NAME]!.length = 0;
    const { data, errors } = await story.ask(by, READ);
    expect(errors).toBeUndefined();
    const counted = data.healthSupports.edges.map(({ node }: { node: { adherence: object } }) => node.adherence);
    expect(counted).toHaveLength(2);
    expect(counted).toEqual(
      expect.arrayContaining([
        { stepsPlanned: 2, stepsDone: 1, appointmentsKept: 0, appointmentsMissed: 0 },
        { stepsPlanned: 0, stepsDone: 0, appointmentsKept: 2, appointmentsMissed: 1 },
      ]),
    );
    expect(story.hub.statements[NAME]!.filter((sql) => sql.includes("stepsPlanned"))).toHaveLength(1);
  });

  test("is for evaluation: whoever is let know that she is accompanied does not read it", async () => {
    const { id } = await story.openSupport();
    for (const category of ["CARE_NAVIGATION", "HEALTH_PLAN_FULL", "APPOINTMENTS_LOGISTICS"])
      story.registry.permit({
        person: people.amina,
        grantee: organizations.medicoSocialCentre,
        category,
        purpose: "CARE_ACCESS_COORDINATION",
      } as never);
    const query = "query ($id: ID!) { healthSupport(id: $id) { status adherence { appointmentsMissed } } }";
    const refused = await story.ask(sophie, query, { id });
    expect(refused.data).toEqual({ healthSupport: { status: "OPEN", adherence: null } });
    expect(refused.errors!.map(({ extensions }) => extensions.code)).toEqual(["CONSENT_REQUIRED"]);
    story.registry.permit({
      person: people.amina,
      grantee: organizations.medicoSocialCentre,
      category: "EVALUATION_INDICATOR",
      purpose: "EVALUATION_AGGREGATE",
    });
    expect((await story.ask(sophie, query, { id })).data.healthSupport.adherence).toEqual({ appointmentsMissed: 0 });
  });
});

describe("a support that risks breaking", () => {
  const alertsOf = async (viewer: Viewer | null, more = "") => {
    const { data, errors } = await story.ask(
      viewer,
      `{ ruptureAlerts(first: 100${more}) { totalCount edges { node { kind person { id } ${viewer?.organization === organizations.medicoSocialCentre ? "" : "sinceOn latestFactAt count"} healthSupport { id } } } } }`,
    );
    if (errors) throw new Error(JSON.stringify(errors));
    const { totalCount, edges } = data.ruptureAlerts;
    expect(totalCount).toBe(edges.length);
    // biome-ignore lint/suspicious/noExplicitAny: rows of the answer
    return edges.map(({ node }: any) => node);
  };
  const silentFor = async (id: string, days: number) =>
    execute("update health_support set opened_on = ? where id = ?", [dayAt(-days), id]);
  const acknowledge = (
    by: Viewer,
    healthSupport: string,
    { kind, latestFactAt }: { kind: string; latestFactAt: string },
    more: Record<string, unknown> = {},
  ) =>
    story.act(
      by,
      "acknowledgeRuptureAlert",
      { healthSupport, kind, latestFactAt, nextAction: "CALL_PERSON", actBeforeOn: dayAt(5), ...more },
      "acknowledgement { kind nextAction actBeforeOn }",
    );

  test("is found by its silence, until somebody has reached her", async () => {
    const by = team();
    const { id } = await story.openSupport(people.amina, by.organization);
    await silentFor(id, 20);
    expect(await alertsOf(by)).toEqual([]);
    await silentFor(id, 30);
    expect(await alertsOf(by)).toMatchObject([
      { kind: "NO_CONTACT", sinceOn: dayAt(-30), person: { id: people.amina }, healthSupport: { id } },
    ]);
    const act = { healthSupport: id, minutes: 10, heldOn: dayAt(-1) };
    await story.act(by, "recordSupportAct", { ...act, kind: "TEAM_MEETING" }, "");
    expect(await alertsOf(by)).toHaveLength(1);
    await story.act(by, "recordSupportAct", { ...act, kind: "PHONE_CALL" }, "");
    expect(await alertsOf(by)).toEqual([]);
  });

  test("is found by appointments missed in a row, which one she keeps breaks", async () => {
    const by = team();
    const { id } = await story.openSupport(people.amina, by.organization);
    await missed(id, -9, by);
    expect(await alertsOf(by)).toEqual([]);
    const second = await missed(id, -5, by);
    expect(await alertsOf(by)).toMatchObject([{ kind: "MISSED_APPOINTMENTS", count: 2, sinceOn: dayAt(-9) }]);
    await note({ id: second.appointment.id, version: 2 }, "KEPT", by);
    expect(await alertsOf(by)).toEqual([]);
  });

  test("is found by a step of the plan in force that is overdue, until it is done", async () => {
    const by = team();
    const steps = [
      { label: "TREATING_DOCTOR", endsOn: dayAt(-4) },
      { label: "HEALTH_CARD", endsOn: dayAt(-2), status: "ON_HOLD" },
      { label: "TRANSPORT", endsOn: dayAt(3) },
      { label: "HEALTH_CHECK", endsOn: dayAt(-6), status: "DONE" },
    ];
    const goals = [{ label: "ACCESS_RIGHTS_AND_CARE", steps }];
    const { plan: healthActionPlan } = await story.openPlan(people.amina, by, { goals, constraints: [] });
    expect(await alertsOf(by, ", kind: PLAN_STEP_OVERDUE")).toMatchObject([{ count: 2, sinceOn: dayAt(-4) }]);
    const done = steps.map((step) => ({ ...step, status: "DONE" }));
    await story.act(
      by,
      "revisePlan",
      { healthActionPlan, basedOnVersion: 1, goals: [{ ...goals[0], steps: done }], constraints: [] },
      "",
    );
    expect(await alertsOf(by, ", kind: PLAN_STEP_OVERDUE")).toEqual([]);
  });

  test("alerts as the association says, and another's thresholds change nothing for it", async () => {
    const [by, other] = [team(), team()];
    const { id } = await story.openSupport(people.amina, by.organization);
    await silentFor(id, 10);
    await story.act(other, "setRuptureThresholds", { daysWithoutContact: 3, missedInARow: 1 }, "");
    expect(await alertsOf(by)).toEqual([]);
    const thresholds = { daysWithoutContact: 7, missedInARow: 1 };
    const shown = "ruptureThresholds { daysWithoutContact missedInARow }";
    for (let attempt = 0; attempt < 2; attempt++)
      expect((await story.act(by, "setRuptureThresholds", thresholds, shown)).ruptureThresholds).toEqual(thresholds);
    expect(await alertsOf(by)).toHaveLength(1);
    const READ = "{ ruptureThresholds { daysWithoutContact missedInARow } }";
    expect((await story.ask(by, READ)).data.ruptureThresholds).toEqual(thresholds);
    expect((await story.ask(team(), READ)).data.ruptureThresholds).toEqual({ daysWithoutContact: 21, missedInARow: 2 });
    expect((await story.ask(karim, READ)).data.ruptureThresholds).toBeNull();
  });

  test("is silent once it is said what is done next, until that day or a later fact", async () => {
    const by = team();
    const { id } = await story.openSupport(people.amina, by.organization);
    await missed(id, -9, by);
    await missed(id, -5, by);
    const [alert] = await alertsOf(by);
    for (let attempt = 0; attempt < 2; attempt++)
      expect(await acknowledge(by, id, alert)).toEqual({
        acknowledgement: { kind: "MISSED_APPOINTMENTS", nextAction: "CALL_PERSON", actBeforeOn: dayAt(5) },
        userErrors: [],
      });
    expect(await alertsOf(by)).toEqual([]);
    const { data } = await story.ask(
      by,
      "query ($id: ID!) { healthSupport(id: $id) { ruptureAcknowledgements { kind } } }",
      {
        id,
      },
    );
    expect(data.healthSupport.ruptureAcknowledgements).toEqual([{ kind: "MISSED_APPOINTMENTS" }]);

    await missed(id, -2, by);
    const [raised] = await alertsOf(by);
    expect(raised).toMatchObject({ kind: "MISSED_APPOINTMENTS", count: 3 });
    expect((await acknowledge(by, id, alert, { nextAction: "VISIT_HER" })).userErrors).toEqual([
      { code: "CONFLICT_VERSION", field: ["latestFactAt"] },
    ]);
    await acknowledge(by, id, raised);
    expect(await alertsOf(by)).toEqual([]);
    await execute("alter table rupture_acknowledgement disable trigger user");
    await execute("update rupture_acknowledgement set act_before_on = ? where support_id = ?", [dayAt(-2), id]);
    await execute("alter table rupture_acknowledgement enable trigger user");
    expect(await alertsOf(by)).toHaveLength(1);
  });

  test("is acknowledged for a day ahead only, and where it stands only", async () => {
    const { id } = await story.openSupport(people.amina);
    const alert = { kind: "NO_CONTACT", latestFactAt: at(-30) };
    for (const actBeforeOn of [dayAt(-3), dayAt(90)])
      expect((await acknowledge(claire, id, alert, { actBeforeOn })).userErrors).toEqual([
        { code: "BAD_USER_INPUT", field: ["actBeforeOn"] },
      ]);
    expect((await acknowledge(claire, id, alert)).userErrors).toEqual([{ code: "CONFLICT_VERSION", field: ["kind"] }]);
  });

  test("alerts nobody once it has ended", async () => {
    const by = team();
    const { id } = await story.openSupport(people.amina, by.organization);
    await silentFor(id, 30);
    await story.act(by, "endHealthSupport", { healthSupport: id, outcome: "NEVER_CAME" }, "");
    expect(await alertsOf(by)).toEqual([]);
  });

  test("is told to the prescriber under consent, without its days, and to nobody else", async () => {
    const by = team();
    await story.openSupport(people.amina, by.organization);
    await story.openSupport(people.bruno, by.organization);
    await execute("update health_support set opened_on = ? where organization_id = ?", [dayAt(-30), by.organization]);
    expect(await alertsOf(by)).toHaveLength(2);
    for (const viewer of [sophie, karim, team(), amina, null]) expect(await alertsOf(viewer)).toEqual([]);
    story.registry.permit({
      person: people.amina,
      source: by.organization,
      grantee: organizations.medicoSocialCentre,
      category: "CARE_NAVIGATION",
      purpose: "PRESCRIBER_FEEDBACK",
    });
    expect(await alertsOf(sophie)).toEqual([{ kind: "NO_CONTACT", person: { id: people.amina }, healthSupport: null }]);
    const { data, errors } = await story.ask(sophie, "{ ruptureAlerts { edges { cursor node { sinceOn count } } } }");
    const [edge] = data.ruptureAlerts.edges;
    expect(edge.node).toEqual({ sinceOn: null, count: null });
    expect(Buffer.from(edge.cursor, "base64url").toString()).not.toContain(dayAt(-30));
    expect(errors!.map(({ extensions }) => extensions.code)).toEqual(["CONSENT_REQUIRED", "CONSENT_REQUIRED"]);
  });

  test("stands in pages without gap or repetition, the oldest first, each page from one statement", async () => {
    const by = team();
    const days = [40, 60, 50, 30, 70];
    for (const silent of days) {
      const { id } = await story.openSupport(people.bruno, by.organization);
      await silentFor(id, silent);
    }
    const seen: string[] = [];
    let after: string | null = null;
    do {
      story.hub.statements[NAME]!.length = 0;
      const query =
        "query ($after: String) { ruptureAlerts(first: 2, after: $after) { totalCount edges { node { sinceOn } } pageInfo { endCursor hasNextPage } } }";
      const { data } = await story.ask(by, query, { after });
      expect(story.hub.statements[NAME]!.filter((sql) => sql.includes("appointment"))).toHaveLength(1);
      expect(data.ruptureAlerts.totalCount).toBe(5);
      seen.push(...data.ruptureAlerts.edges.map(({ node }: { node: { sinceOn: string } }) => node.sinceOn));
      after = data.ruptureAlerts.pageInfo.hasNextPage ? data.ruptureAlerts.pageInfo.endCursor : null;
    } while (after);
    expect(seen).toEqual([70, 60, 50, 40, 30].map((silent) => dayAt(-silent)));
    for (const cursor of ["nonsense", Buffer.from("[1,2,3,4]").toString("base64url")]) {
      const { errors } = await story.ask(by, `{ ruptureAlerts(after: "${cursor}") { totalCount } }`);
      expect(errors![0]!.extensions.code).toBe("BAD_USER_INPUT");
    }
  });

  test("is told from none by nobody when the registry cannot answer", async () => {
    await story.openSupport(people.amina);
    await execute("update health_support set opened_on = ?", [dayAt(-30)]);
    const url = story.hub.peers.consent!;
    story.hub.peers.consent = "http://127.0.0.1:9";
    const query = "{ ruptureAlerts { totalCount } }";
    const [some, none] = [await story.ask(sophie, query), await story.ask(karim, query)];
    story.hub.peers.consent = url;
    expect(JSON.stringify(some)).toBe(JSON.stringify(none));
    expect(some.errors!.map(({ extensions }) => extensions.code)).toEqual(["CONSENT_UNVERIFIABLE"]);
  });
});

const OF_SUPPORT = `query ($id: ID!) { healthSupport(id: $id) { appointments {
  id status startsAt careOffer { id } history { version status }
} } }`;
const LIST = `query ($after: String) { appointments(first: 3, after: $after) {
  totalCount edges { node { id status history { version } healthSupport { id } } } pageInfo { endCursor hasNextPage }
} }`;
