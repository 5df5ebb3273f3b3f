import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { organizations, people } from "../../../scripts/development/world.ts";
import { claire, karim, paul, sophie } from "../../support/viewers.ts";
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

async function accepted(): Promise<string> {
  const id = await prescribed();
  await hub.act(claire, "acceptPrescription", { prescription: id }, SHOWN);
  return id;
}

const codeOf = (payload: { userErrors: { code: string }[] }) => payload.userErrors[0]?.code;

/** The same centre, another role: holds contracts, prescribes nothing. */
const insertionOfTheCentre = { ...karim, organization: organizations.medicoSocialCentre };

describe("the prescriber", () => {
  test("interrupts with a reason, resumes where it stood, and takes back with a reason", async () => {
    const prescription = await accepted();
    const hold = { prescription, reason: "PERSON_UNAVAILABLE" };
    expect((await hub.act(sophie, "putPrescriptionOnHold", hold, SHOWN)).prescription.status).toBe("ON_HOLD");
    expect((await hub.act(sophie, "resumePrescription", { prescription }, SHOWN)).prescription.status).toBe("ACCEPTED");
    const cancel = { prescription, reason: "NO_LONGER_NEEDED" };
    const { prescription: cancelled } = await hub.act(sophie, "cancelPrescription", cancel, SHOWN);
    expect(cancelled).toMatchObject({ status: "CANCELLED", statusReason: "NO_LONGER_NEEDED", viewerMayMoveTo: [] });
    expect(cancelled.history.map(({ to }: { to: string }) => to)).toEqual([
      "REQUESTED",
      "ACCEPTED",
      "ON_HOLD",
      "ACCEPTED",
      "CANCELLED",
    ]);
  });

  test("is told the ways that are open when the one asked for is not", async () => {
    const prescription = await prescribed();
    const payload = await hub.act(sophie, "putPrescriptionOnHold", { prescription, reason: "AT_HER_REQUEST" }, SHOWN);
    expect(payload.userErrors).toEqual([
      {
        code: "CONFLICT_VERSION",
        field: ["prescription"],
        message:
          "A prescription that is REQUESTED cannot come to ON_HOLD; your organisation may bring it to CANCELLED.",
      },
    ]);
  });

  test("is the only one to interrupt or take back: the association may not", async () => {
    const prescription = await accepted();
    const input = { prescription, reason: "AT_HER_REQUEST" };
    for (const mutation of ["putPrescriptionOnHold", "cancelPrescription"])
      for (const viewer of [claire, insertionOfTheCentre, karim, paul])
        expect(codeOf(await hub.act(viewer, mutation, input, SHOWN))).toBe("FORBIDDEN");
    const elsewhere = { ...sophie, organization: organizations.insertionCreuse };
    expect(codeOf(await hub.act(elsewhere, "cancelPrescription", input, SHOWN))).toBe("NOT_FOUND");
  });
});

describe("the loop is closed", () => {
  const OUTCOME = "prescription { status outcome { code } }";

  test("with an outcome the prescriber reads under the person's consent, and no longer once it is withdrawn", async () => {
    hub.permitFeedback();
    const prescription = await accepted();
    const input = { prescription, outcome: "GOALS_REACHED" };
    for (const _ of [1, 2])
      expect((await hub.act(claire, "completePrescription", input, OUTCOME)).prescription).toEqual({
        status: "DONE",
        outcome: { code: "GOALS_REACHED" },
      });
    const read = () => hub.ask(sophie, `{ prescription(id: "${prescription}") { status outcome { code } } }`);
    expect((await read()).data.prescription).toEqual({ status: "DONE", outcome: { code: "GOALS_REACHED" } });
    hub.registry.revokeAll();
    expect(await read()).toEqual({ status: 200, data: { prescription: { status: "DONE", outcome: null } } });
  });

  test("not with an outcome she does not consent to tell, and then nothing is recorded", async () => {
    const prescription = await accepted();
    const payload = await hub.act(claire, "completePrescription", { prescription, outcome: "NEVER_CAME" }, OUTCOME);
    expect(codeOf(payload)).toBe("CONSENT_REQUIRED");
    expect(await hub.sql("select recorded_status from prescription")).toEqual([{ recorded_status: "ACCEPTED" }]);
    expect(await hub.sql("select 1 from prescription_outcome")).toEqual([]);
  });

  test("without telling anything, which takes no consent and is read by the prescriber", async () => {
    const prescription = await accepted();
    await hub.act(claire, "completePrescription", { prescription, outcome: "OUTCOME_NOT_SHARED" }, OUTCOME);
    const { data } = await hub.ask(sophie, `{ prescription(id: "${prescription}") { outcome { code } } }`);
    expect(data.prescription.outcome).toEqual({ code: "OUTCOME_NOT_SHARED" });
  });

  test("never twice with two outcomes", async () => {
    hub.permitFeedback();
    const prescription = await accepted();
    await hub.act(claire, "completePrescription", { prescription, outcome: "GOALS_REACHED" }, OUTCOME);
    const second = await hub.act(claire, "completePrescription", { prescription, outcome: "PERSON_STOPPED" }, OUTCOME);
    expect(codeOf(second)).toBe("CONFLICT_VERSION");
  });
});

describe("a prescription without an answer", () => {
  test("has expired thirty days later, by the clock alone, and cannot be accepted any more", async () => {
    const id = await prescribed();
    const read = async () =>
      (await hub.ask(sophie, `{ prescription(id: "${id}") { status } }`)).data.prescription.status;
    await hub.sql("update prescription set requested_at = now() - interval '30 days' + interval '1 minute'");
    expect(await read()).toBe("REQUESTED");
    await hub.sql("update prescription set requested_at = now() - interval '30 days'");
    expect(await read()).toBe("EXPIRED");
    const late = await hub.act(claire, "acceptPrescription", { prescription: id }, SHOWN);
    expect(codeOf(late)).toBe("CONFLICT_VERSION");
    const listed = async (status: string) =>
      (await hub.ask(sophie, `{ prescriptions(status: ${status}) { totalCount edges { node { id } } } }`)).data
        .prescriptions;
    expect(await listed("EXPIRED")).toEqual({ totalCount: 1, edges: [{ node: { id } }] });
    expect(await listed("REQUESTED")).toEqual({ totalCount: 0, edges: [] });
  });
});

test("the history of a prescription is never rewritten", async () => {
  await prescribed();
  await expect(hub.sql("update prescription_transition set reason = null")).rejects.toThrow("never rewritten");
});
