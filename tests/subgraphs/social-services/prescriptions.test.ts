import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { organizations, people } from "../../../scripts/development/world.ts";
import { eventually } from "../../support/eventually.ts";
import { amina, claire, karim, paul, sophie } from "../../support/viewers.ts";
import { type OpenedHub, openHub } from "./open-hub.ts";

const SHOWN =
  "prescription { id status statusReason viewerMayMoveTo history { from to reason actorRole actorOrganization { id } } }";
const newPrescription = (fields: object = {}) => ({
  person: people.amina,
  recipient: organizations.association,
  reasons: ["NO_TREATING_DOCTOR", "APPOINTMENTS"],
  requestKey: randomUUID(),
  ...fields,
});
/** The same centre, another role: holds contracts, prescribes nothing. */
const insertionOfTheCentre = { ...karim, organization: organizations.medicoSocialCentre };

let hub: OpenedHub;
beforeAll(async () => {
  hub = await openHub();
});
afterAll(() => hub.close());
beforeEach(async () => {
  hub.registry.revokeAll();
  hub.permitAccompaniment(people.amina);
  hub.permitAssociation();
  await hub.sql("truncate prescription, prescription_transition, prescription_outcome");
});

async function prescribed(fields: object = {}): Promise<string> {
  const { prescription } = await hub.act(
    sophie,
    "prescribeHealthSupport",
    newPrescription(fields),
    "prescription { id }",
  );
  return prescription.id;
}

const codeOf = (payload: { userErrors: { code: string }[] }) => payload.userErrors[0]?.code;

describe("a health support is prescribed", () => {
  test("by a social worker, for a person her centre accompanies, who consents that the association knows", async () => {
    const payload = await hub.act(
      sophie,
      "prescribeHealthSupport",
      newPrescription({ note: "  Prefers the morning. " }),
      "prescription { status reasons note person { id } prescriber { id } recipient { id } viewerMayMoveTo history { from to actorRole actorOrganization { id } } }",
    );
    expect(payload).toEqual({
      prescription: {
        status: "REQUESTED",
        reasons: ["NO_TREATING_DOCTOR", "APPOINTMENTS"],
        note: "Prefers the morning.",
        person: { id: people.amina },
        prescriber: { id: organizations.medicoSocialCentre },
        recipient: { id: organizations.association },
        viewerMayMoveTo: ["CANCELLED"],
        history: [
          {
            from: null,
            to: "REQUESTED",
            actorRole: "SOCIAL_WORKER",
            actorOrganization: { id: organizations.medicoSocialCentre },
          },
        ],
      },
      userErrors: [],
    });
  });

  test("not without her consent for that very association, and then nothing is recorded", async () => {
    hub.registry.revokeAll();
    hub.permitAccompaniment(people.amina);
    for (const recipient of [organizations.association, organizations.insertionDoubs, randomUUID(), "none"]) {
      const payload = await hub.act(sophie, "prescribeHealthSupport", newPrescription({ recipient }), SHOWN);
      expect(codeOf(payload)).toBe("CONSENT_REQUIRED");
    }
    expect(await hub.sql("select 1 from prescription union all select 1 from prescription_transition")).toEqual([]);
  });

  test("without a social security number in its note", async () => {
    const query =
      "mutation ($input: PrescribeHealthSupportInput!) { prescribeHealthSupport(input: $input) { prescription { id } } }";
    const input = newPrescription({ note: "NIR 2850578006084 36, 12 rue Battant" });
    const { errors } = await hub.ask(sophie, query, { input });
    expect(errors?.[0]?.message).toBe("The input is not valid (note: mustHoldNoSocialSecurityNumber).");
    expect(await hub.sql("select id from prescription")).toEqual([]);
  });

  test("to another organisation than her own, however its identifier is written", async () => {
    for (const recipient of [organizations.medicoSocialCentre, organizations.medicoSocialCentre.toUpperCase()]) {
      const payload = await hub.act(sophie, "prescribeHealthSupport", newPrescription({ recipient }), SHOWN);
      expect(payload.prescription).toBeNull();
      expect(payload.userErrors).toHaveLength(1);
    }
    expect(await hub.sql("select id from prescription")).toEqual([]);
  });

  test("not for a person the centre does not accompany, exactly as for one who does not exist", async () => {
    const answers = [];
    for (const person of [people.bruno, randomUUID(), "nobody"])
      answers.push(await hub.act(sophie, "prescribeHealthSupport", newPrescription({ person }), SHOWN));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(codeOf(answers[0])).toBe("NOT_FOUND");
  });

  test("by nobody else: not another role of the same centre, not another territory, not the person herself", async () => {
    for (const viewer of [insertionOfTheCentre, karim, paul, claire, amina, null])
      expect(codeOf(await hub.act(viewer, "prescribeHealthSupport", newPrescription(), SHOWN))).toBe("FORBIDDEN");
  });

  test("once for one request key, however often and at the same time it is sent", async () => {
    const input = newPrescription();
    const payloads = await Promise.all(
      Array.from({ length: 5 }, () => hub.act(sophie, "prescribeHealthSupport", input, "prescription { id }")),
    );
    expect(new Set(payloads.map(({ prescription }) => prescription.id)).size).toBe(1);
    hub.permitAccompaniment(people.bruno);
    const other = await hub.act(sophie, "prescribeHealthSupport", { ...input, person: people.bruno }, SHOWN);
    expect(codeOf(other)).toBe("CONFLICT_VERSION");
  });

  test("with reasons from the closed list and a bounded note only", async () => {
    const query = `mutation ($input: PrescribeHealthSupportInput!) { prescribeHealthSupport(input: $input) { userErrors { code } } }`;
    for (const fields of [
      { reasons: ["DEPRESSION"] },
      { reasons: [] },
      { note: "x".repeat(501) },
      { requestKey: "1" },
    ]) {
      const { errors } = await hub.ask(sophie, query, { input: newPrescription(fields) });
      expect(errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
    }
  });
});

describe("the association answers", () => {
  test("accepts, once, and the health side hears of it once", async () => {
    hub.heard.length = 0;
    const id = await prescribed();
    const payload = await hub.act(claire, "acceptPrescription", { prescription: id }, SHOWN);
    expect(payload.prescription).toMatchObject({ status: "ACCEPTED", viewerMayMoveTo: ["DONE"] });
    const again = await Promise.all(
      [1, 2, 3].map(() => hub.act(claire, "acceptPrescription", { prescription: id }, SHOWN)),
    );
    for (const repeated of again) expect(repeated).toEqual(payload);
    await eventually(() => hub.heard.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(hub.heard).toMatchObject([
      {
        type: "prescription.accepted",
        source: "social-services",
        subject: id,
        data: {
          prescription: id,
          person: people.amina,
          association: organizations.association,
          prescriber: organizations.medicoSocialCentre,
        },
      },
    ]);
    const steps = await hub.sql("select version from prescription_transition where prescription_id = ?", [id]);
    expect(steps).toHaveLength(2);
  });

  test("refuses with a reason of refusal, and no other", async () => {
    const id = await prescribed();
    const wrong = await hub.act(claire, "refusePrescription", { prescription: id, reason: "MOVED_AWAY" }, SHOWN);
    expect(wrong.userErrors).toMatchObject([{ code: "BAD_USER_INPUT", field: ["reason"] }]);
    expect(wrong.userErrors[0].message).toContain("NO_CAPACITY");
    const input = { prescription: id, reason: "NO_CAPACITY" };
    for (const _ of [1, 2])
      expect((await hub.act(claire, "refusePrescription", input, SHOWN)).prescription).toMatchObject({
        status: "REFUSED",
        statusReason: "NO_CAPACITY",
        history: [
          { to: "REQUESTED" },
          { from: "REQUESTED", to: "REFUSED", reason: "NO_CAPACITY", actorRole: "HEALTH_NAVIGATOR" },
        ],
      });
  });

  test("cannot answer what it may not read any more: it is not found", async () => {
    const id = await prescribed();
    hub.registry.revokeAll();
    for (const prescription of [id, randomUUID(), "none"])
      expect(await hub.act(claire, "acceptPrescription", { prescription }, SHOWN)).toEqual({
        prescription: null,
        userErrors: [{ code: "NOT_FOUND", field: ["prescription"], message: "Nothing was found here for you." }],
      });
  });

  test("is the only one to answer", async () => {
    const id = await prescribed();
    const navigatorOfTheCentre = { ...claire, organization: organizations.medicoSocialCentre };
    const navigatorElsewhere = { ...claire, organization: organizations.insertionCreuse };
    const socialWorkerOfTheAssociation = { ...sophie, organization: organizations.association };
    const answers = [];
    for (const viewer of [navigatorOfTheCentre, navigatorElsewhere, socialWorkerOfTheAssociation, sophie, paul, amina])
      answers.push(codeOf(await hub.act(viewer, "acceptPrescription", { prescription: id }, SHOWN)));
    expect(answers).toEqual(["FORBIDDEN", "NOT_FOUND", "FORBIDDEN", "FORBIDDEN", "FORBIDDEN", "FORBIDDEN"]);
    // Even one to which she lets her prescriptions be shown.
    hub.registry.permit({
      person: people.amina,
      grantee: organizations.insertionCreuse,
      category: "CARE_NAVIGATION",
      purpose: "CARE_ACCESS_COORDINATION",
    });
    const shown = await hub.act(navigatorElsewhere, "acceptPrescription", { prescription: id }, SHOWN);
    expect(codeOf(shown)).toBe("NOT_FOUND");
    expect(await hub.sql("select recorded_status from prescription")).toEqual([{ recorded_status: "REQUESTED" }]);
  });
});
