import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { organizations, people } from "../../../scripts/development/world.ts";
import { seedSocialServices } from "../../../scripts/seed/social-services.ts";
import { amina, claire, karim, paul, sophie } from "../../support/viewers.ts";
import { type OpenedHub, openHub } from "./open-hub.ts";

/** The centre's file about Amina, in the development world. */
const socialFile = "0f000000-0000-4000-8000-000000000001";
const insertionOfTheCentre = { ...karim, organization: organizations.medicoSocialCentre };
const elsewhere = { ...sophie, organization: organizations.insertionCreuse };
const codeOf = (payload: { userErrors: { code: string }[] }) => payload.userErrors[0]?.code;

let hub: OpenedHub;
beforeAll(async () => {
  hub = await openHub();
});
afterAll(() => hub.close());
beforeEach(async () => {
  await hub.sql("truncate referent_mandate, social_file cascade");
  await seedSocialServices(hub.hub.running["social-services"]!.orm);
});

describe("a barrier", () => {
  test("is declared once while it lasts, lifted once, and may come back", async () => {
    const declare = () => hub.act(sophie, "declareBarrier", { socialFile, kind: "DIGITAL" }, "barrier { id liftedOn }");
    const { barrier } = await declare();
    expect((await declare()).barrier.id).toBe(barrier.id);
    const lift = (liftedOn?: string) =>
      hub.act(sophie, "liftBarrier", { barrier: barrier.id, liftedOn }, "barrier { liftedOn }");
    expect(codeOf(await lift("2020-01-01"))).toBe("BAD_USER_INPUT");
    const lifted = await lift();
    expect(lifted.barrier.liftedOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(await lift()).toEqual(lifted);
    expect((await declare()).barrier.id).not.toBe(barrier.id);
  });

  test("is nobody else's to declare or lift", async () => {
    const declare = (viewer: typeof sophie) =>
      hub.act(viewer, "declareBarrier", { socialFile, kind: "DIGITAL" }, "barrier { id }");
    for (const viewer of [insertionOfTheCentre, paul, claire, amina])
      expect(codeOf(await declare(viewer))).toBe("FORBIDDEN");
    expect(codeOf(await declare(elsewhere))).toBe("NOT_FOUND");
    const { barrier } = await declare(sophie);
    expect(codeOf(await hub.act(elsewhere, "liftBarrier", { barrier: barrier.id }, "barrier { id }"))).toBe(
      "NOT_FOUND",
    );
  });
});

describe("the barriers of a support", () => {
  const READ = "query ($id: ID!) { prescription(id: $id) { status barriers { declared lifted } } }";
  const evaluation = (grantee: string) =>
    hub.registry.permit({
      person: people.amina,
      source: organizations.medicoSocialCentre,
      grantee,
      category: "EVALUATION_INDICATOR",
      purpose: "EVALUATION_AGGREGATE",
    });
  beforeEach(async () => {
    hub.registry.revokeAll();
    hub.permitAccompaniment(people.amina);
    hub.permitAssociation();
    await hub.sql("truncate prescription, prescription_transition, prescription_outcome, barrier");
  });

  const prescribed = async () => {
    const asked = { person: people.amina, recipient: organizations.association, reasons: ["HEALTH_COVER"] };
    const input = { ...asked, requestKey: randomUUID() };
    return (await hub.act(sophie, "prescribeHealthSupport", input, "prescription { id }")).prescription.id as string;
  };
  /** Accepted so many days ago, and over since so many. */
  const lasted = async (prescription: string, days: number, endedDays?: number) => {
    await hub.act(claire, "acceptPrescription", { prescription }, "");
    if (endedDays !== undefined)
      await hub.send({ id: randomUUID(), type: "support.ended", data: { prescription, outcome: null } });
    const when = `update prescription_transition set recorded_at = now() - make_interval(days => ?)
      where prescription_id = ? and "to" = ?`;
    await hub.sql("alter table prescription_transition disable trigger all");
    await hub.sql(when, [days, prescription, "ACCEPTED"]);
    if (endedDays !== undefined) await hub.sql(when, [endedDays, prescription, "DONE"]);
    await hub.sql("alter table prescription_transition enable trigger all");
  };
  const barrier = (kind: string, openedDays: number, liftedDays: number | null) =>
    hub.sql(
      `insert into barrier (id, person_id, organization_id, social_file_id, kind, opened_on, lifted_on)
       select gen_random_uuid(), person_id, organization_id, id, ?, current_date - ?::int, current_date - ?::int
       from social_file where id = ?`,
      [kind, openedDays, liftedDays, socialFile],
    );

  test("are those that stood or were declared while it lasted, and those lifted meanwhile", async () => {
    const [id, over, waiting] = [await prescribed(), await prescribed(), await prescribed()];
    await lasted(id, 50);
    await lasted(over, 50, 20);
    await barrier("MOBILITY", 200, 100);
    await barrier("DIGITAL", 200, 30);
    await barrier("HOUSING", 40, 5);
    await barrier("FINANCES", 10, null);
    hub.statements.length = 0;
    const { data } = await hub.ask(sophie, "{ prescriptions { edges { node { id barriers { declared lifted } } } } }");
    const counted = data.prescriptions.edges.map(({ node }: { node: { id: string; barriers: object } }) => node);
    expect(counted).toHaveLength(3);
    expect(counted).toEqual(
      expect.arrayContaining([
        { id, barriers: { declared: 3, lifted: 2 } },
        { id: over, barriers: { declared: 2, lifted: 1 } },
        { id: waiting, barriers: null },
      ]),
    );
    expect(hub.statements.filter((sql) => sql.includes("join barrier"))).toHaveLength(1);
  });

  test("are counted in the prescriber's file alone, and never say which they are", async () => {
    const id = await prescribed();
    await lasted(id, 5);
    await barrier("DIGITAL", 10, null);
    await hub.sql("update barrier set organization_id = ?", [organizations.insertionDoubs]);
    expect((await hub.ask(sophie, READ, { id })).data.prescription.barriers).toEqual({ declared: 0, lifted: 0 });
    const { errors } = await hub.ask(sophie, READ.replace("declared", "kind"), { id });
    expect(errors).toBeDefined();
  });

  test("are read by the association once the person lets it evaluate, and never by who holds her contract", async () => {
    const id = await prescribed();
    await lasted(id, 5);
    await barrier("DIGITAL", 3, 1);
    const refused = await hub.ask(claire, READ, { id });
    expect(refused.data.prescription).toEqual({ status: "ACCEPTED", barriers: null });
    expect(refused.errors!.map(({ extensions }) => extensions.code)).toEqual(["CONSENT_REQUIRED"]);
    evaluation(organizations.association);
    expect((await hub.ask(claire, READ, { id })).data.prescription.barriers).toEqual({ declared: 1, lifted: 1 });
    for (const viewer of [karim, paul, insertionOfTheCentre])
      expect((await hub.ask(viewer, READ, { id })).data.prescription).toBeNull();
    expect((await hub.ask(amina, READ, { id })).data.prescription.barriers).toEqual({ declared: 1, lifted: 1 });
  });
});
