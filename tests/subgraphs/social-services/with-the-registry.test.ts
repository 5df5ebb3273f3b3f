import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { organizations, people } from "../../../scripts/development/world.ts";
import { seedConsent } from "../../../scripts/seed/consent.ts";
import { seedSocialServices } from "../../../scripts/seed/social-services.ts";
import { consent } from "../../../subgraphs/consent/subgraph.ts";
import { socialServices } from "../../../subgraphs/social-services/subgraph.ts";
import { type Harness, startHarness } from "../../support/harness.ts";
import { amina, claire, karim, paul, sophie } from "../../support/viewers.ts";

/** The same laws with the true registry and the consents of the development world. */
let hub: Harness;
beforeAll(async () => {
  hub = await startHarness([consent, socialServices]);
  await seedConsent(hub.running.consent!.orm);
  await seedSocialServices(hub.running["social-services"]!.orm);
});
afterAll(() => hub.close());

async function act(viewer: typeof sophie, mutation: string, input: object) {
  const name = mutation[0]!.toUpperCase() + mutation.slice(1);
  const query = `mutation ($input: ${name}Input!) { ${mutation}(input: $input) { prescription { id status outcome { code } } userErrors { code } } }`;
  return (await hub.ask("social-services", viewer, query, { input })).data[mutation];
}
const prescription = (fields: object = {}) => ({
  person: people.amina,
  recipient: organizations.association,
  reasons: ["NO_TREATING_DOCTOR"],
  requestKey: randomUUID(),
  ...fields,
});

describe("in the development world", () => {
  test("Sophie prescribes for Amina, Claire accepts and tells what became of it, Amina sees it, Paul and Karim do not", async () => {
    const { prescription: made } = await act(sophie, "prescribeHealthSupport", prescription());
    expect(made).toMatchObject({ status: "REQUESTED", outcome: null });
    expect((await act(claire, "acceptPrescription", { prescription: made.id })).prescription.status).toBe("ACCEPTED");
    await act(claire, "completePrescription", { prescription: made.id, outcome: "GOALS_REACHED" });
    const query = `{ prescriptions { totalCount edges { node { status outcome { code } } } } }`;
    const seen = { totalCount: 1, edges: [{ node: { status: "DONE", outcome: { code: "GOALS_REACHED" } } }] };
    for (const viewer of [sophie, claire, amina])
      expect((await hub.ask("social-services", viewer, query)).data.prescriptions).toEqual(seen);
    for (const viewer of [paul, karim])
      expect((await hub.ask("social-services", viewer, query)).data.prescriptions.totalCount).toBe(0);
  });

  test("an organisation she never heard of cannot be prescribed to, nor a person nobody knows prescribed for", async () => {
    const toCreuse = prescription({ recipient: organizations.insertionCreuse });
    expect((await act(sophie, "prescribeHealthSupport", toCreuse)).userErrors).toEqual([{ code: "CONSENT_REQUIRED" }]);
    const forNobody = prescription({ person: randomUUID() });
    expect((await act(sophie, "prescribeHealthSupport", forNobody)).userErrors).toEqual([{ code: "NOT_FOUND" }]);
  });

  test("her social file is shown to her and to her social worker alone", async () => {
    const query = `query ($people: [_Any!]!) { _entities(representations: $people) { ... on Person { socialFiles { rightsRequests { kind } } } } }`;
    const files = async (viewer: typeof sophie) =>
      (await hub.ask("social-services", viewer, query, { people: [{ __typename: "Person", id: people.amina }] })).data
        ._entities[0].socialFiles.length;
    expect(await Promise.all([sophie, amina, claire, karim, paul].map(files))).toEqual([1, 1, 0, 0, 0]);
  });
});
