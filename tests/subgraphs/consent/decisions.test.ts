import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { DecisionRequest } from "../../../kit/decision.ts";
import type { Viewer } from "../../../kit/viewer.ts";
import { organizations, people } from "../../../scripts/development/world.ts";
import { seedConsent } from "../../../scripts/seed/consent.ts";
import { decide } from "../../../subgraphs/consent/repositories/decisions.ts";
import { consent } from "../../../subgraphs/consent/subgraph.ts";
import { type Harness, startHarness } from "../../support/harness.ts";
import { amina, claire, karim, paul } from "../../support/viewers.ts";

let hub: Harness;
beforeAll(async () => {
  hub = await startHarness([consent]);
  await seedConsent(hub.running.consent!.orm);
});
afterAll(() => hub.close());

const sql = (text: string, values: unknown[] = []) => hub.running.consent!.orm.em.fork().execute(text, values);
const answer = async (viewer: Viewer, request: DecisionRequest) => {
  const asking = { viewer, askedBy: "tests", requestId: randomUUID() };
  const { permitted } = await decide(hub.running.consent!.orm.em.fork(), asking, [request]);
  return permitted[0];
};

/** What Amina's seeded consent lets the association read of what the centre holds. */
const granted: DecisionRequest = {
  subject: people.amina,
  holder: organizations.medicoSocialCentre,
  category: "CARE_NAVIGATION",
  purpose: "CARE_ACCESS_COORDINATION",
  operation: "READ",
  coordinates: ["Prescription.status"],
};
/** Karim's service accompanies her. */
const identity: DecisionRequest = { ...granted, holder: null, category: "IDENTITY_CONTACT", coordinates: [] };

describe("a grant opens exactly what it names", () => {
  test("as it is asked", async () => {
    expect(await answer(claire, granted)).toBe(true);
  });

  test.each<[string, Partial<DecisionRequest>]>([
    ["an unknown person", { subject: randomUUID() }],
    ["another holder", { holder: organizations.insertionDoubs }],
    ["no holder", { holder: null }],
    ["another category", { category: "HEALTH_OBSERVATION" }],
    ["another purpose", { purpose: "RIGHTS_OPENING" }],
    ["another operation", { operation: "INTEGRATE" }],
    ["a further receiver without a grant", { receivers: [organizations.insertionDoubs] }],
  ])("not %s", async (_, change) => {
    expect(await answer(claire, { ...granted, ...change })).toBe(false);
  });

  test.each<[string, Viewer]>([
    ["a viewer of another organisation", paul],
    ["a viewer who says she is of the recipient", { ...paul, organization: organizations.association }],
    ["a member who names no organisation", { ...claire, organization: null }],
  ])("not to %s", async (_, viewer) => {
    expect(await answer(viewer, granted)).toBe(false);
  });
});

describe("a grant is open only while everything it rests on holds", () => {
  afterEach(() => expect(answer(claire, granted)).resolves.toBe(true));

  test.each([
    ["the consent is withdrawn", "consent", "state", "'WITHDRAWN'"],
    ["the consent has expired", "consent", "not_after", "now()"],
    ["the grant has ended", "consent_grant", "ended_at", "now()"],
    ["the grant has expired", "consent_grant", "not_after", "now()"],
    ["the grant has not begun", "consent_grant", "not_before", "now() + interval '1 day'"],
    ["the agreement has ended", "data_sharing_agreement", "valid_to", "now()"],
    ["the agreement has not begun", "data_sharing_agreement", "valid_from", "now() + interval '1 day'"],
    ["the agreement covers other categories", "data_sharing_agreement", "categories", "'{}'"],
    ["the agreement covers other purposes", "data_sharing_agreement", "purposes", "'{}'"],
    ["the agreement covers other roles", "data_sharing_agreement", "roles", "'{}'"],
    ["the grant is for other roles", "consent_grant", "grantee_roles", "'{SOCIAL_WORKER}'"],
    ["the member holds another role", "membership", "role", "'DIRECTORY_EDITOR'"],
    ["the membership has ended", "membership", "ended_at", "now()"],
  ])("not when %s", async (_, table, column, value) => {
    await sql(`create table kept as table ${table}`);
    await sql(`update ${table} set ${column} = ${value}`);
    const isPermitted = await answer(claire, granted);
    await sql(`update ${table} set ${column} = kept.${column} from kept where kept.id = ${table}.id`);
    await sql("drop table kept");
    expect(isPermitted).toBe(false);
  });
});

describe("whoever accompanies her may know who she is", () => {
  test("to coordinate her access to care, and she herself whatever for", async () => {
    expect(await answer(karim, identity)).toBe(true);
    expect(await answer(amina, { ...identity, purpose: "RIGHTS_OPENING" })).toBe(true);
  });

  test.each<[string, Partial<DecisionRequest>]>([
    ["for another purpose", { purpose: "EVALUATION_AGGREGATE" }],
    ["to bind it into a record", { operation: "INTEGRATE" }],
    ["to hand it to others", { receivers: [organizations.partner] }],
    ["to know more than that", { category: "CARE_NAVIGATION" }],
  ])("not %s", async (_, change) => {
    expect(await answer(karim, { ...identity, ...change })).toBe(false);
  });
});
