import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Viewer } from "../../../kit/viewer.ts";
import { organizations, people } from "../../../scripts/development/world.ts";
import { seedConsent } from "../../../scripts/seed/consent.ts";
import { consent } from "../../../subgraphs/consent/subgraph.ts";
import { type Harness, startHarness } from "../../support/harness.ts";
import { amina, claire, karim, sophie } from "../../support/viewers.ts";

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

describe("a recipient asks for what another organisation holds", () => {
  const { association, insertionDoubs, insertionCreuse, medicoSocialCentre } = organizations;
  const terms = {
    source: insertionDoubs,
    recipient: association,
    purpose: "CARE_ACCESS_COORDINATION",
    category: "CONTRACT_TERMS",
    operations: ["READ"],
  };
  const notAsked = { consent: null, userErrors: [{ code: "BAD_USER_INPUT", field: ["grants", "0"] }] };

  test("under their agreement: the consent is the one who asks's, and the person reads who holds the data", async () => {
    const { consent: made } = await draft(claire, randomUUID(), terms);
    const READ =
      "query ($id: ID!) { consent(id: $id) { requester { id } grants { source { id } recipient { id } category } } }";
    const { data } = await hub.ask("consent", amina, READ, { id: made.id });
    expect(data.consent).toEqual({
      requester: { id: association },
      grants: [{ source: { id: insertionDoubs }, recipient: { id: association }, category: "CONTRACT_TERMS" }],
    });
    // Neither who holds the data nor any other organisation knows of it.
    for (const other of [karim, sophie])
      expect((await hub.ask("consent", other, READ, { id: made.id })).data).toEqual({ consent: null });
  });

  test("never for a third one, for what no agreement covers, nor to integrate", async () => {
    const wrong = [
      { ...terms, source: medicoSocialCentre },
      { ...terms, source: insertionCreuse },
      { ...terms, category: "IDENTITY_CONTACT" },
      { ...terms, operations: ["READ", "INTEGRATE"], resource: randomUUID(), contentHash: "a".repeat(64) },
      { ...terms, source: association, recipient: insertionDoubs },
    ];
    for (const grant of wrong) expect(await draft(claire, randomUUID(), grant)).toEqual(notAsked);
    // The centre is no party to what the service shares with the association.
    expect(await draft(sophie, randomUUID(), terms)).toEqual(notAsked);
  });

  test("never where those who hold contracts would read it, whatever other roles they have", async () => {
    const both: Viewer = { ...karim, roles: ["INSERTION_REFERENT", "SOCIAL_WORKER"] };
    expect(await draft(both, randomUUID(), { ...toContract, source: association })).toEqual(notAsked);
    await hub.running.consent!.orm.em.fork().execute(
      `insert into data_sharing_agreement (id, source_organization_id, grantee_organization_id, purposes, categories, roles, valid_from, valid_to)
       values (gen_random_uuid(), ?, ?, '{SOCIAL_FOLLOW_UP}', '{CARE_NAVIGATION}', '{SOCIAL_WORKER,INSERTION_REFERENT}', now(), now() + interval '1 day')`,
      [association, insertionDoubs],
    );
    const followed = { ...toAssociation, recipient: insertionDoubs, purpose: "SOCIAL_FOLLOW_UP", source: association };
    expect(await draft(both, randomUUID(), followed)).toEqual(notAsked);
    // Who holds it asks, and says herself who holds it or leaves it out.
    for (const asked of [followed, { ...followed, source: null }])
      expect((await draft(claire, randomUUID(), asked)).consent.state).toBe("DRAFT");
  });
});
