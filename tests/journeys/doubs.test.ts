import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { organizations, people } from "../../scripts/development/world.ts";
import { inMonths, today } from "../../scripts/journey/story.ts";
import { openTestHub, type TestHub } from "../support/open-test-hub.ts";

const { association, insertionCreuse } = organizations;

let hub: TestHub;
beforeAll(async () => {
  hub = await openTestHub();
});
afterAll(() => hub?.close());

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
  await noted(`${today()}T00:00:00Z`, "KEPT");
  expect((await read("claire", "{ ruptureAlerts { totalCount } }")).ruptureAlerts.totalCount).toBe(0);
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

/** The event of the acceptance reaches health access a moment later. */
async function supportOfThePrescription(): Promise<string> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const { healthSupports } = await read("claire", "{ healthSupports { edges { node { id } } } }");
    if (healthSupports.edges.length > 0) return healthSupports.edges[0].node.id;
    await pause(100);
  }
  throw new Error("The support did not open within twenty seconds.");
}
