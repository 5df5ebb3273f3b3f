import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { organizations, people } from "../../../scripts/development/world.ts";
import { amina, claire, karim, paul, sophie } from "../../support/viewers.ts";
import { type OpenedHub, openHub } from "./open-hub.ts";

let hub: OpenedHub;
beforeAll(async () => {
  hub = await openHub();
});
afterAll(() => hub.close());
beforeEach(async () => {
  hub.registry.revokeAll();
  hub.permitAccompaniment(people.amina);
  hub.permitAssociation();
  await hub.sql("truncate prescription, prescription_transition, prescription_outcome, receiving_capacity");
});

/** A professional of another association that may be let know. */
const other = { ...paul, organization: organizations.insertionCreuse, roles: ["HEALTH_NAVIGATOR"] };
const permitOther = () =>
  hub.registry.permit({
    person: people.amina,
    source: organizations.medicoSocialCentre,
    grantee: other.organization,
    category: "CARE_NAVIGATION",
    purpose: "CARE_ACCESS_COORDINATION",
    operations: ["READ", "NOTIFY"],
  });

async function prescribed(): Promise<string> {
  const asked = { person: people.amina, recipient: organizations.association, reasons: ["APPOINTMENTS"] };
  const input = { ...asked, note: "Prefers the morning.", requestKey: randomUUID() };
  return (await hub.act(sophie, "prescribeHealthSupport", input, "prescription { id }")).prescription.id;
}

async function accepted(): Promise<string> {
  const prescription = await prescribed();
  await hub.act(claire, "acceptPrescription", { prescription }, "");
  return prescription;
}

const codesOf = (payload: { userErrors: { code: string; field: string[] | null }[] }) =>
  payload.userErrors.map(({ code, field }) => [code, field]);

describe("what an association says of its places", () => {
  const READ =
    "query ($refs: [_Any!]!) { _entities(representations: $refs) { ... on Organization { id receivingCapacity { id places taken openUntil status } } } }";
  const capacityOf = async (viewer: typeof sophie, ...ids: string[]) => {
    const refs = ids.map((id) => ({ __typename: "Organization", id }));
    const { data, errors } = await hub.ask(viewer, READ, { refs });
    if (errors) throw new Error(JSON.stringify(errors));
    return data._entities.map(({ receivingCapacity }: { receivingCapacity: object | null }) => receivingCapacity);
  };

  test("is read by whoever would prescribe to it, before and in the prescription, in one statement for a page", async () => {
    const shown = "receivingCapacity { places taken status statedAt }";
    const figures = { places: 40, taken: 33, openUntil: "2999-12-31" };
    const payloads = [];
    for (let attempt = 0; attempt < 2; attempt++)
      payloads.push(await hub.act(claire, "stateReceivingCapacity", figures, shown));
    expect(payloads[1]).toEqual(payloads[0]);
    await hub.act(other, "stateReceivingCapacity", { places: 3, taken: 3 }, shown);
    hub.statements.length = 0;
    expect(await capacityOf(sophie, organizations.association, other.organization, randomUUID())).toMatchObject([
      { id: organizations.association, ...figures, status: "LIMITED" },
      { places: 3, openUntil: null, status: "FULL" },
      null,
    ]);
    expect(hub.statements.filter((sql) => sql.includes("receiving_capacity"))).toHaveLength(1);
    const id = await prescribed();
    const { data } = await hub.ask(
      sophie,
      "query ($id: ID!) { prescription(id: $id) { recipient { receivingCapacity { status } } } }",
      { id },
    );
    expect(data.prescription.recipient.receivingCapacity).toEqual({ status: "LIMITED" });
    await hub.act(claire, "stateReceivingCapacity", { places: 40, taken: 2 }, shown);
    expect(await capacityOf(sophie, organizations.association)).toMatchObject([
      { openUntil: null, status: "ACCEPTING" },
    ]);
  });

  test("is said by its own professionals alone, and never below nothing", async () => {
    for (const viewer of [sophie, karim, amina, null])
      expect(codesOf(await hub.act(viewer, "stateReceivingCapacity", { places: 1, taken: 0 }, ""))).toEqual([
        ["FORBIDDEN", null],
      ]);
    await expect(hub.act(claire, "stateReceivingCapacity", { places: -1, taken: 0 }, "")).rejects.toThrow(
      "BAD_USER_INPUT",
    );
  });
});

describe("a prescription nobody answered", () => {
  test("is in the recipient's list of reminders by the clock, and out of it once it is answered or has expired", async () => {
    const LIST =
      "query ($due: Boolean) { prescriptions(isReminderDue: $due) { totalCount edges { node { id isReminderDue } } } }";
    const listed = async (due: boolean | null) =>
      (await hub.ask(claire, LIST, { due })).data.prescriptions as {
        totalCount: number;
        edges: { node: { id: string; isReminderDue: boolean } }[];
      };
    const [waiting, old, fresh] = [await prescribed(), await prescribed(), await prescribed()];
    const sent = (id: string, days: number) =>
      hub.sql("update prescription set requested_at = now() - make_interval(days => ?) where id = ?", [days, id]);
    await sent(waiting, 12);
    await sent(old, 31);
    expect(await listed(true)).toEqual({ totalCount: 1, edges: [{ node: { id: waiting, isReminderDue: true } }] });
    const others = await listed(false);
    expect(others.totalCount).toBe(2);
    expect(others.edges.map(({ node }) => node.id).sort()).toEqual([old, fresh].sort());
    expect((await listed(null)).totalCount).toBe(3);
    await hub.act(claire, "acceptPrescription", { prescription: waiting }, "");
    expect(await listed(true)).toEqual({ totalCount: 0, edges: [] });
  });
});

describe("a prescription handed over", () => {
  const SHOWN =
    "prescription { id status statusReason outcome { code } handedOverTo { id status note recipient { id } prescriber { id } partOf { id } } }";

  test("is closed, and waits with the association the person consents to, once however often it is sent", async () => {
    const prescription = await accepted();
    permitOther();
    const input = { prescription, recipient: other.organization };
    const payloads = [];
    for (let attempt = 0; attempt < 2; attempt++)
      payloads.push(await hub.act(claire, "handOverPrescription", input, SHOWN));
    expect(payloads[1]).toEqual(payloads[0]);
    expect(payloads[0]).toMatchObject({
      prescription: {
        id: prescription,
        status: "DONE",
        statusReason: "HANDED_OVER",
        outcome: null,
        handedOverTo: {
          status: "REQUESTED",
          note: null,
          recipient: { id: other.organization },
          prescriber: { id: organizations.medicoSocialCentre },
          partOf: { id: prescription },
        },
      },
      userErrors: [],
    });
    expect(await hub.sql("select code from prescription_outcome")).toEqual([{ code: "OUTCOME_NOT_SHARED" }]);
    const next = payloads[0].prescription.handedOverTo.id;
    const taken = await hub.act(other, "acceptPrescription", { prescription: next }, "prescription { status }");
    expect(taken).toEqual({ prescription: { status: "ACCEPTED" }, userErrors: [] });
    expect(await hub.sql("select id from prescription where part_of_id = ?", [prescription])).toHaveLength(1);
    const { data } = await hub.ask(other, "query ($id: ID!) { prescription(id: $id) { fhir } }", { id: next });
    expect(data.prescription.fhir.entry[1].resource.partOf).toMatchObject([{ identifier: { value: prescription } }]);
    const elsewhere = { prescription, recipient: randomUUID() };
    expect(codesOf(await hub.act(claire, "handOverPrescription", elsewhere, ""))).toEqual([
      ["CONFLICT_VERSION", ["prescription"]],
    ]);
  });

  test("tells the prescriber that others go on, where the person lets her be told", async () => {
    const prescription = await accepted();
    permitOther();
    hub.permitFeedback();
    const input = { prescription, recipient: other.organization };
    const payload = await hub.act(claire, "handOverPrescription", input, SHOWN);
    expect(payload.prescription.outcome).toEqual({ code: "HANDED_ON" });
  });

  test("needs the person's consent to the new recipient, and changes nothing without it", async () => {
    const prescription = await accepted();
    for (const recipient of [other.organization, randomUUID(), "x"])
      expect(codesOf(await hub.act(claire, "handOverPrescription", { prescription, recipient }, ""))).toEqual([
        ["CONSENT_REQUIRED", null],
      ]);
    const [row] = await hub.sql("select recorded_status, version from prescription");
    expect(row).toEqual({ recorded_status: "ACCEPTED", version: 2 });
    expect(await hub.sql("select id from prescription")).toHaveLength(1);
  });

  test("goes to no one who is a party already", async () => {
    const prescription = await accepted();
    for (const recipient of [organizations.association, organizations.medicoSocialCentre])
      expect(codesOf(await hub.act(claire, "handOverPrescription", { prescription, recipient }, ""))).toEqual([
        ["BAD_USER_INPUT", ["recipient"]],
      ]);
  });

  test("was accepted before: one that waits, or was refused, is not handed over", async () => {
    permitOther();
    const prescription = await prescribed();
    const input = { prescription, recipient: other.organization };
    const refused = [["CONFLICT_VERSION", ["prescription"]]];
    expect(codesOf(await hub.act(claire, "handOverPrescription", input, ""))).toEqual(refused);
    await hub.act(claire, "refusePrescription", { prescription, reason: "NO_CAPACITY" }, "");
    expect(codesOf(await hub.act(claire, "handOverPrescription", input, ""))).toEqual(refused);
  });

  test("is handed over by its recipient alone, and is not found by a stranger", async () => {
    const prescription = await accepted();
    permitOther();
    const input = { prescription, recipient: other.organization };
    for (const viewer of [sophie, karim, paul, amina, null])
      expect(codesOf(await hub.act(viewer, "handOverPrescription", input, ""))).toEqual([["FORBIDDEN", null]]);
    const stranger = { ...claire, organization: randomUUID() };
    const unknown = { ...input, prescription: randomUUID() };
    const answers = [];
    for (const one of [input, unknown]) answers.push(await hub.act(stranger, "handOverPrescription", one, ""));
    expect(codesOf(answers[0])).toEqual([["NOT_FOUND", ["prescription"]]]);
    expect(answers[1]).toEqual(answers[0]);
  });

  test("HANDED_OVER is a reason for nothing else", async () => {
    const prescription = await prescribed();
    expect(codesOf(await hub.act(claire, "refusePrescription", { prescription, reason: "HANDED_OVER" }, ""))).toEqual([
      ["BAD_USER_INPUT", ["reason"]],
    ]);
  });
});
