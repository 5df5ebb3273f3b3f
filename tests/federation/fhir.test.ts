import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Bundle, Consent, FhirResource, Procedure, Task } from "fhir/r4.js";
import { organizations, people } from "../../scripts/development/world.ts";
import { careAndConsent } from "../../scripts/journey/care-and-consent.ts";
import { play } from "../../scripts/journey/steps.ts";
import { newStory, type Story } from "../../scripts/journey/story.ts";
import { countCalls } from "../support/count-calls.ts";
import { danglingReferences, fhirProblems } from "../support/fhir-problems.ts";
import { insertRows } from "../support/insert-rows.ts";
import { openTestHub, type TestHub } from "../support/open-test-hub.ts";
import { pcfProblems } from "../support/pcf-problems.ts";

const { association, medicoSocialCentre } = organizations;
const MINE = `{ me {
  consents { state fhir }
  restrictions { fhir }
  prescriptions { fhir outcome { fhir } }
  healthSupports { healthActionPlan { fhir } }
  disclosures(first: 50) { edges { node { isPermitted fhir } } }
} }`;
const OPPOSE = `mutation { restrictSharing(input: { requestKey: "${randomUUID()}", role: PARTNER_DEVELOPER }) {
  userErrors { message }
} }`;
const OTHERS = `query ($person: ID!, $consent: ID!, $prescription: ID!, $support: ID!) {
  person(id: $person) { consents { fhir } prescriptions { fhir outcome { fhir } } healthSupports { healthActionPlan { fhir } } disclosures(first: 5) { edges { node { fhir } } } }
  consent(id: $consent) { fhir }
  prescription(id: $prescription) { fhir outcome { fhir } }
  healthSupport(id: $support) { healthActionPlan { fhir } }
}`;
const PLAN = "query ($support: ID!) { healthSupport(id: $support) { status healthActionPlan { fhir } } }";
const PRESCRIPTION = "query ($id: ID!) { prescription(id: $id) { fhir } }";

let hub: TestHub;
let story: Story;
beforeAll(async () => {
  hub = await openTestHub();
  story = newStory(hub.ask);
  await play(careAndConsent, story, () => undefined);
}, 120_000);
afterAll(() => hub?.close());

/** A consent of Amina's that lets the prescriber read one category of what the association keeps; its identifier. */
async function permitPrescriber(category: string): Promise<string> {
  const [id, purpose] = [randomUUID(), "CARE_ACCESS_COORDINATION"];
  const parties = { source_organization_id: association, grantee_organization_id: medicoSocialCentre };
  const held = { person_id: people.amina, organization_id: association };
  const [notice] = await hub.sql("consent", "select id from notice limit 1");
  await insertRows(hub, "consent", "data_sharing_agreement", [
    {
      id: randomUUID(),
      ...parties,
      purposes: [purpose],
      categories: [category],
      roles: ["SOCIAL_WORKER"],
      valid_from: "2022-05-30",
      valid_to: "2100-01-01",
    },
  ]);
  await insertRows(hub, "consent", "consent", [
    { id, ...held, state: "DRAFT", version: 1, notice_id: notice.id, not_after: "2100-01-01" },
  ]);
  await insertRows(hub, "consent", "consent_grant", [
    {
      id: randomUUID(),
      ...parties,
      ...held,
      consent_id: id,
      grantee_roles: ["SOCIAL_WORKER"],
      purpose,
      category,
      operations: ["READ"],
      not_before: "2026-01-01",
      not_after: "2100-01-01",
    },
  ]);
  await hub.sql("consent", "update consent set state = 'ACTIVE', offered_at = now(), given_at = now() where id = ?", [
    id,
  ]);
  return id;
}
const WITHDRAW = "mutation ($id: ID!) { withdrawConsent(input: { consent: $id }) { userErrors { code } } }";

/** Every identifier of a value, wherever it stands. */
function identifiersIn(value: unknown): { system?: string; value?: string }[] {
  if (typeof value !== "object" || value === null) return [];
  const own = "system" in value && "value" in value ? [value as { system: string; value: string }] : [];
  return [...own, ...Object.values(value).flatMap(identifiersIn)];
}

describe("the person", () => {
  let resources: FhirResource[];
  // biome-ignore lint/suspicious/noExplicitAny: the whole answer
  let me: any;
  beforeAll(async () => {
    const opposed = await hub.ask("amina", OPPOSE);
    expect(opposed.data.restrictSharing.userErrors).toEqual([]);
    const { data, errors } = await hub.ask("amina", MINE);
    expect(errors).toBeUndefined();
    me = data.me;
    resources = [
      ...me.consents,
      ...me.restrictions,
      ...me.prescriptions,
      ...me.healthSupports.map((one: { healthActionPlan: object }) => one.healthActionPlan),
      ...me.disclosures.edges.map(({ node }: { node: object }) => node),
    ].map(({ fhir }) => fhir);
  });

  it("takes all that is hers as valid FHIR R4, and no number but the hub's own", () => {
    const kinds = new Set(resources.map(({ resourceType }) => resourceType));
    expect([...kinds].sort()).toEqual(["AuditEvent", "Bundle", "Consent"]);
    for (const resource of resources) {
      expect(fhirProblems(resource)).toEqual([]);
      expect(danglingReferences(resource)).toEqual([]);
    }
    const systems = new Set(identifiersIn(resources).map(({ system }) => system));
    for (const system of systems) expect(system).toMatch(/^https:\/\/passerelle\.example\/fhir\/sid\/[a-z-]+$/);
  });

  it("takes every consent as one that meets IHE PCF, and what limits a grant limits the permit", () => {
    const consents: Consent[] = me.consents.map(({ fhir }: { fhir: Consent }) => fhir);
    expect(consents.length).toBeGreaterThan(1);
    for (const consent of consents) expect(pcfProblems(consent)).toEqual([]);
    const forContract = consents.find(({ id }) => id === story.consent)!;
    const [permit] = forContract.provision!.provision!;
    expect(JSON.stringify(permit)).toContain(story.extract.id);
    expect(JSON.stringify(permit)).toContain(story.extract.contentHash);
  });

  it("takes what she opposes as a consent that denies", () => {
    expect(me.restrictions.map(({ fhir }: { fhir: Consent }) => [fhir.status, fhir.provision?.type])).toEqual([
      ["active", "deny"],
    ]);
  });

  it("reads in her plan the steps that were agreed, and in each disclosure whether it was one", () => {
    const plan: Bundle = me.healthSupports[0].healthActionPlan.fhir;
    expect(plan.entry?.map(({ resource }) => resource?.resourceType)).toEqual(["CarePlan", "Goal", "Goal"]);
    for (const { node } of me.disclosures.edges) expect(node.fhir.outcome).toBe(node.isPermitted ? "0" : "8");
  });
});

describe("another", () => {
  it.each(["paul", "leo", "nadia", "karim"])("without her consent gets no resource: %s", async (name) => {
    const variables = {
      person: people.amina,
      consent: story.consent,
      prescription: story.prescription,
      support: story.support,
    };
    const { body, data } = await hub.ask(name, OTHERS, variables);
    expect(body).not.toContain("resourceType");
    expect([data.consent, data.prescription, data.healthSupport]).toEqual([null, null, null]);
  });

  it("who may know of a support and not of its plan is told that consent is required", async () => {
    const navigation = await permitPrescriber("CARE_NAVIGATION");
    const { data, errors } = await hub.ask("sophie", PLAN, { support: story.support });
    expect(data.healthSupport).toEqual({ status: expect.any(String), healthActionPlan: null });
    expect(errors).toMatchObject([
      { path: ["healthSupport", "healthActionPlan"], extensions: { code: "CONSENT_REQUIRED" } },
    ]);
    const full = await permitPrescriber("HEALTH_PLAN_FULL");
    const permitted = await hub.ask("sophie", PLAN, { support: story.support });
    expect(fhirProblems(permitted.data.healthSupport.healthActionPlan.fhir)).toEqual([]);
    for (const id of [navigation, full]) await hub.ask("amina", WITHDRAW, { id });
    expect((await hub.ask("sophie", PLAN, { support: story.support })).data).toEqual({ healthSupport: null });
  });

  it("who took a resource stands in the person's log with the field it was taken through", async () => {
    await hub.ask("claire", PRESCRIPTION, { id: story.prescription });
    const [last] = await hub.sql(
      "consent",
      "select coordinates, is_permitted from decision_record where person_id = ? and 'Prescription.fhir' = any (coordinates) order by id desc limit 1",
      [people.amina],
    );
    expect(last).toMatchObject({ is_permitted: true });
  });
});

it("many resources cost no more calls and statements than one", async () => {
  const query = (first: number) => `{ prescriptions(first: ${first}) { edges { node { fhir } } } }`;
  const [one] = await hub.sql("social-services", "select * from prescription where id = ?", [story.prescription]);
  await insertRows(
    hub,
    "social-services",
    "prescription",
    Array.from({ length: 30 }, () => ({ ...one, id: randomUUID(), request_key: randomUUID() })),
  );
  const costs = [];
  for (const first of [2, 30]) {
    await hub.ask("claire", query(first));
    const { result, ...cost } = await countCalls(hub, () => hub.ask("claire", query(first)));
    expect(result.data.prescriptions.edges).toHaveLength(first);
    costs.push(cost);
  }
  expect(costs[1]).toEqual(costs[0]);
});

it("what became of a prescription is a resource of its own, told only to whom its own consent allows", async () => {
  const outcome = "query ($id: ID!) { prescription(id: $id) { fhir outcome { fhir } } }";
  await insertRows(hub, "social-services", "prescription_outcome", [
    {
      id: randomUUID(),
      person_id: people.amina,
      organization_id: association,
      prescription_id: story.prescription,
      code: "GOALS_REACHED",
      recorded_at: new Date(),
    },
  ]);
  const told = await hub.ask("sophie", outcome, { id: story.prescription });
  const procedure: Procedure = told.data.prescription.outcome.fhir;
  expect(fhirProblems(procedure)).toEqual([]);
  expect(procedure.outcome?.coding?.[0]?.code).toBe("GOALS_REACHED");
  const ended = "update consent_grant set ended_at = now() where person_id = ? and purpose = 'PRESCRIBER_FEEDBACK'";
  await hub.sql("consent", ended, [people.amina]);
  const { data, body } = await hub.ask("sophie", outcome, { id: story.prescription });
  expect(data.prescription.outcome).toBeNull();
  expect((data.prescription.fhir as Bundle).entry?.map(({ resource }) => (resource as Task).status)).toHaveLength(2);
  expect(body).not.toContain("GOALS_REACHED");
});

it("a consent withdrawn closes the resources it opened at the next read", async () => {
  expect((await hub.ask("claire", PRESCRIPTION, { id: story.prescription })).body).toContain("ServiceRequest");
  const { data } = await hub.ask("amina", "{ me { consents { id state requester { id } } } }");
  const first = data.me.consents.find((one: { requester: { id: string } }) => one.requester.id === medicoSocialCentre);
  await hub.ask("amina", WITHDRAW, { id: first.id });
  const after = await hub.ask("claire", PRESCRIPTION, { id: story.prescription });
  expect(after.data).toEqual({ prescription: null });
  const withdrawn: Consent = (await hub.ask("amina", `{ consent(id: "${first.id}") { fhir } }`)).data.consent.fhir;
  expect(withdrawn.status).toBe("inactive");
  expect(pcfProblems(withdrawn)).toEqual([]);
});
