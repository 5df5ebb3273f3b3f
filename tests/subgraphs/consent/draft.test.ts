import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import type { Viewer } from "../../../kit/viewer.ts";
import { organizations, people } from "../../../scripts/development/world.ts";
import { seedConsent } from "../../../scripts/seed/consent.ts";
import { consent } from "../../../subgraphs/consent/subgraph.ts";
import { type Harness, startHarness } from "../../support/harness.ts";
import { claire, sophie } from "../../support/viewers.ts";

let hub: Harness;
beforeAll(async () => {
  hub = await startHarness([consent]);
  await seedConsent(hub.running.consent!.orm);
});
afterAll(() => hub.close());

const DRAFT =
  "mutation ($input: DraftConsentInput!) { draftConsent(input: $input) { consent { id state } userErrors { code field } } }";
const toAssociation = {
  recipient: organizations.association,
  purpose: "CARE_ACCESS_COORDINATION",
  category: "CARE_NAVIGATION",
  operations: ["READ", "NOTIFY"],
};
const toContract = {
  recipient: organizations.insertionDoubs,
  purpose: "CONTRACT_INTEGRATION",
  category: "EMPLOYMENT_EXTRACT",
  operations: ["READ", "NOTIFY"],
  resource: randomUUID(),
  contentHash: "a".repeat(64),
};

async function draft(viewer: Viewer, requestKey: string, grant: object) {
  const input = { requestKey, person: people.amina, grants: [grant] };
  const { data, errors } = await hub.ask("consent", viewer, DRAFT, { input });
  expect(errors).toBeUndefined();
  return data.draftConsent;
}

test("what goes towards a contract is asked for text by text, even only to be read", async () => {
  for (const missing of [{ resource: null }, { contentHash: null }, { resource: null, contentHash: null }]) {
    const refused = await draft(claire, randomUUID(), { ...toContract, ...missing });
    expect(refused).toEqual({ consent: null, userErrors: [{ code: "BAD_USER_INPUT", field: ["grants"] }] });
  }
  expect((await draft(claire, randomUUID(), toContract)).consent.state).toBe("DRAFT");
});

test("a key another organisation used is a mistake to correct, not a failure to wait for", async () => {
  const key = randomUUID();
  await draft(claire, key, toContract);
  expect(await draft(sophie, key, toAssociation)).toEqual({
    consent: null,
    userErrors: [{ code: "BAD_USER_INPUT", field: ["requestKey"] }],
  });
});

test("the same key sent many times at once prepares one consent", async () => {
  const key = randomUUID();
  const answers = await Promise.all(Array.from({ length: 8 }, () => draft(claire, key, toContract)));
  expect(new Set(answers.map((answer) => answer.consent?.id))).toEqual(new Set([key]));
});

test("an operation is asked for once", async () => {
  const input = {
    requestKey: randomUUID(),
    person: people.amina,
    grants: [{ ...toContract, operations: ["READ", "READ"] }],
  };
  const { errors } = await hub.ask("consent", claire, DRAFT, { input });
  expect(errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
});
