import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it, jest } from "@jest/globals";
import { contracts, people } from "../../scripts/development/world.ts";
import { consentFor, planOf, transmit } from "../../scripts/journey/acts.ts";
import { careAndConsent } from "../../scripts/journey/care-and-consent.ts";
import { play } from "../../scripts/journey/steps.ts";
import { accepted, inMonths, newStory, type Story, today, withoutRequestId } from "../../scripts/journey/story.ts";
import { askInTime } from "../support/ask-in-time.ts";
import { eventually } from "../support/eventually.ts";
import { openTestHub, type TestHub } from "../support/open-test-hub.ts";

jest.setTimeout(120_000);

let hub: TestHub;
let story: Story;
/** The contrat d'engagement of this journey, and the text that awaits signatures. */
const engagement = { id: "", version: 0, textHash: "" };
const terms = { endsOn: inMonths(6), weeklyHours: 15, commitments: ["Rencontrer sa référente chaque mois"] };

const REVISE = `mutation ($input: RevisePlanInput!) { revisePlan(input: $input) { userErrors { code field } } }`;

beforeAll(async () => {
  hub = await openTestHub();
  story = newStory(hub.ask);
  await play(careAndConsent, story, () => undefined);
});
afterAll(() => hub?.close());

const ask = (who: string, query: string, variables: Record<string, unknown> = {}) =>
  askInTime(hub.ask, who, query, variables);

/** What a mutation changed; it must not be refused. */
async function act(who: string, mutation: string, input: Record<string, unknown>, shown: string) {
  const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input!`;
  const query = `mutation ($input: ${type}) { ${mutation}(input: $input) { ${shown} userErrors { code field message } } }`;
  return accepted(await ask(who, query, { input }), mutation);
}

async function counts(): Promise<Record<string, number>> {
  const { data } = await ask("karim", "{ employmentContractWorklists { worklist count } }");
  const lists: { worklist: string; count: number }[] = data.employmentContractWorklists;
  return Object.fromEntries(lists.map(({ worklist, count }) => [worklist, count]));
}

/** Contracts whose plan has a newer extract, to the byte. */
const updates = async (): Promise<string> => {
  const shown = "totalCount pageInfo { hasNextPage endCursor } edges { node { id contractsToUpdate { id kind } } }";
  return withoutRequestId((await ask("karim", `{ planUpdates(first: 10) { ${shown} } }`)).body);
};

/** The extracts of which his inbox says that they are newer. */
async function waiting(): Promise<string[]> {
  const { data } = await ask(
    "karim",
    "{ inbox { items(filter: { kinds: [PLAN_UPDATED] }) { edges { node { planExtract { id } } } } } }",
  );
  return data.inbox.items.edges.map(({ node }: { node: { planExtract: { id: string } } }) => node.planExtract.id);
}

async function read(who: string, shown: string) {
  const { data, errors } = await ask(who, `query ($id: ID!) { employmentContract(id: $id) { ${shown} } }`, {
    id: engagement.id,
  });
  expect(errors).toBeUndefined();
  return data.employmentContract;
}

it("Karim begins his morning with what is to be done: Amina's CER is to be replaced", async () => {
  expect(await counts()).toMatchObject({ TO_REPLACE: 1, TO_SIGN: 0, SIGNATURE_OVERDUE: 0 });
  const { data } = await ask(
    "karim",
    "{ employmentContractWorklist(worklist: TO_REPLACE) { edges { node { id kind toReplaceBefore viewerMay person { givenName } } } } }",
  );
  expect(data.employmentContractWorklist.edges).toEqual([
    {
      node: {
        id: contracts.amina,
        kind: "CER",
        toReplaceBefore: "2027-01-01",
        viewerMay: expect.arrayContaining(["REPLACE"]),
        person: { givenName: "Amina" },
      },
    },
  ]);
});

it("he opens the contrat d'engagement, and has a month from the orientation to have it signed", async () => {
  const opening = {
    requestKey: randomUUID(),
    person: people.amina,
    kind: "CONTRAT_ENGAGEMENT",
    startsOn: today(),
    orientationNotifiedOn: today(),
    replaces: contracts.amina,
    terms,
  };
  const shown = "employmentContract { id status daysToSign awaitingVersion { number textHash } }";
  const { employmentContract } = await act("karim", "openEmploymentContract", opening, shown);
  expect(employmentContract.status).toBe("AWAITING_SIGNATURE");
  expect(employmentContract.daysToSign).toBeGreaterThanOrEqual(28);
  engagement.id = employmentContract.id;
  engagement.version = employmentContract.awaitingVersion.number;
  engagement.textHash = employmentContract.awaitingVersion.textHash;
  expect(await counts()).toMatchObject({ TO_REPLACE: 0, TO_SIGN: 1 });
});

it("he takes her plan into it, whose hours are among the fifteen she commits to", async () => {
  const { id: planExtract, contentHash } = story.extract;
  await act("karim", "linkPlanExtract", { contract: engagement.id, planExtract, contentHash }, "");
  const { weeklyHours, planExtract: extract } = await read("karim", "weeklyHours planExtract { weeklyHours }");
  expect([weeklyHours, extract.weeklyHours]).toEqual([15, 6]);
});

it("Amina reads the text she is to sign, signs it, and the contract waits for Karim's organisation alone", async () => {
  const { awaitingVersion, viewerMay } = await read("amina", "viewerMay awaitingVersion { number text textHash }");
  expect(viewerMay).toEqual(["SIGN"]);
  expect(awaitingVersion.text).toContain("1. Rencontrer sa référente chaque mois");
  const { number: version, textHash } = awaitingVersion;
  await act("amina", "signContractVersion", { contract: engagement.id, version, textHash }, "");
  const half = await read("karim", "status viewerMay awaitingVersion { awaitedParties }");
  expect(half).toMatchObject({ status: "AWAITING_SIGNATURE", awaitingVersion: { awaitedParties: ["ORGANIZATION"] } });
  expect(half.viewerMay).toContain("SIGN");
});

it("Karim signs: it is in force, and her CER gives way", async () => {
  const { id: contract, version, textHash } = engagement;
  const shown = "employmentContract { status signedOn replaces { status } versions { signatures { party medium } } }";
  const { employmentContract } = await act("karim", "signContractVersion", { contract, version, textHash }, shown);
  expect(employmentContract).toEqual({
    status: "SIGNED",
    signedOn: today(),
    replaces: { status: "REPLACED" },
    versions: [
      {
        signatures: [
          { party: "PERSON", medium: "IN_HUB" },
          { party: "ORGANIZATION", medium: "IN_HUB" },
        ],
      },
    ],
  });
});

it("an amendment leaves the terms as they are until she has signed it by hand, and he for his service", async () => {
  const amendment = {
    contract: engagement.id,
    version: 1,
    reason: "CHANGE_OF_AVAILABILITY",
    effectiveOn: today(),
    terms: { ...terms, weeklyHours: 20 },
  };
  const proposed = await act(
    "karim",
    "amendEmploymentContract",
    amendment,
    "employmentContract { weeklyHours awaitingVersion { textHash } }",
  );
  expect(proposed.employmentContract.weeklyHours).toBe(15);
  const { textHash } = proposed.employmentContract.awaitingVersion;
  const version = { contract: engagement.id, version: 2, textHash };
  const byHand = { ...version, signedOn: today(), medium: "ON_PAPER", documentHash: "d".repeat(64) };
  const half = await act("karim", "recordContractSignature", byHand, "employmentContract { weeklyHours }");
  expect(half.employmentContract.weeklyHours).toBe(15);
  const whole = await act(
    "karim",
    "signContractVersion",
    version,
    "employmentContract { weeklyHours awaitingVersion { number } }",
  );
  expect(whole.employmentContract).toEqual({ weeklyHours: 20, awaitingVersion: null });
});

it("why her hours are limited stands in the plan Claire wrote with her, and reaches the contract in no form", async () => {
  const limited = { label: "LIMITED_WEEKLY_HOURS", hoursGround: "LONE_PARENT_WITHOUT_CHILD_CARE" };
  const revision = { healthActionPlan: story.plan, goals: planOf(story.support).goals };
  const misplaced = await ask("claire", REVISE, {
    input: { ...revision, basedOnVersion: 1, constraints: [{ ...limited, label: "LIMITED_TRAVEL" }] },
  });
  expect(misplaced.data.revisePlan.userErrors).toMatchObject([
    { code: "BAD_USER_INPUT", field: ["constraints", "0", "hoursGround"] },
  ]);
  await act("claire", "revisePlan", { ...revision, basedOnVersion: 1, constraints: [limited] }, "");

  const plan = `healthActionPlan { current { constraints { code hoursGround } } }`;
  const { data } = await ask("claire", `{ healthSupport(id: "${story.support}") { ${plan} } }`);
  expect(data.healthSupport.healthActionPlan.current.constraints).toEqual([
    { code: limited.label, hoursGround: limited.hoursGround },
  ]);
  const { planExtract } = await act(
    "claire",
    "derivePlanExtract",
    { healthActionPlan: story.plan },
    "planExtract { text }",
  );
  expect(planExtract.text).toContain("Nombre d’heures par semaine à limiter");
  expect(planExtract.text).not.toMatch(/parent|enfant|LONE/i);
});

it("her plan changes: Karim learns of it when she has approved the new text for him, and not before", async () => {
  const plan = planOf(story.support);
  const revision = { healthActionPlan: story.plan, basedOnVersion: 2, goals: plan.goals, constraints: [] };
  await act("claire", "revisePlan", revision, "");
  const shown = "planExtract { id contentHash }";
  const { planExtract } = await act("claire", "derivePlanExtract", { healthActionPlan: story.plan }, shown);
  expect(planExtract.id).not.toBe(story.extract.id);
  const newer = { ...story, extract: { ...story.extract, ...planExtract } };
  const none = await updates();
  const linked = async () => (await read("karim", "planExtract { id newerExtracts { id } }")).planExtract;
  expect(await linked()).toEqual({ id: story.extract.id, newerExtracts: [] });

  const { consent } = await act("claire", "draftConsent", consentFor(newer), "consent { id }");
  await act("claire", "offerConsent", { consent: consent.id }, "");
  expect((await linked()).newerExtracts).toEqual([]);
  const { data } = await ask("amina", `{ consent(id: "${consent.id}") { notice { contentHash } grants { id } } }`);
  const approvals = [{ grant: data.consent.grants[0].id, contentHash: planExtract.contentHash }];
  await act(
    "amina",
    "giveConsent",
    { consent: consent.id, noticeHash: data.consent.notice.contentHash, approvals },
    "",
  );
  expect((await linked()).newerExtracts).toEqual([]);
  expect(await updates()).toBe(none);
  accepted(await ask("claire", transmit(newer)), "transmitPlanExtract");
  expect((await linked()).newerExtracts).toEqual([{ id: planExtract.id }]);

  // By then his source has told which extract her contract names; the list and the inbox say which contract to update.
  const toUpdate = {
    node: { id: planExtract.id, contractsToUpdate: [{ id: engagement.id, kind: "CONTRAT_ENGAGEMENT" }] },
  };
  const isListed = async () => JSON.parse(await updates()).data.planUpdates.totalCount === 1;
  await eventually(isListed);
  expect(JSON.parse(await updates()).data.planUpdates.edges).toEqual([toUpdate]);
  await eventually(async () => (await waiting()).includes(planExtract.id));

  const linking = (extract: { id: string; contentHash: string }) =>
    act(
      "karim",
      "linkPlanExtract",
      { contract: engagement.id, planExtract: extract.id, contentHash: extract.contentHash },
      "",
    );
  await linking(planExtract);
  await eventually(async () => !(await isListed()) && (await waiting()).length === 0);
  await linking(story.extract);
  await eventually(async () => (await isListed()) && (await waiting()).length === 1);

  await act("amina", "withdrawConsent", { consent: consent.id }, "");
  expect(await linked()).toEqual({ id: story.extract.id, newerExtracts: [] });
  expect([await updates(), await waiting()]).toEqual([none, []]);
});

it("she withdraws: the plan and its hours leave the contract, whose own terms and lists stay as they were", async () => {
  const before = [await read("karim", "status weeklyHours version viewerMay"), await counts()];
  await act("amina", "withdrawConsent", { consent: story.consent }, "");
  const after = await read(
    "karim",
    "status weeklyHours version viewerMay planExtract { weeklyHours newerExtracts { id } }",
  );
  expect(after.planExtract).toBeNull();
  const { planExtract: _, ...contract } = after;
  expect([contract, await counts()]).toEqual(before);
});

it("Karim ends it with a reason, and Amina reads the whole story of her contracts", async () => {
  const ending = { contract: engagement.id, endedOn: today(), reason: "WORK_OR_TRAINING" };
  await act("karim", "endEmploymentContract", ending, "");
  const { data } = await ask(
    "amina",
    "{ me { employmentContractHistory { kind contract { kind closingReason } version { number } } } }",
  );
  const told = data.me.employmentContractHistory.map(
    // biome-ignore lint/suspicious/noExplicitAny: rows of the answer
    ({ kind, contract, version }: any) => `${contract.kind} ${kind}${version ? ` ${version.number}` : ""}`,
  );
  expect(told.slice(0, 4)).toEqual(["CER ORIENTATION_NOTIFIED", "CER SIGNED 1", "CER BEGAN", "CER RENEWED 2"]);
  const own = told.filter((event: string) => event.startsWith("CONTRAT_ENGAGEMENT"));
  expect([...own].sort()).toEqual([
    "CONTRAT_ENGAGEMENT AMENDED 2",
    "CONTRAT_ENGAGEMENT BEGAN",
    "CONTRAT_ENGAGEMENT ENDED",
    "CONTRAT_ENGAGEMENT ORIENTATION_NOTIFIED",
    "CONTRAT_ENGAGEMENT REVIEWED",
    "CONTRAT_ENGAGEMENT SIGNED 1",
  ]);
  expect(told).toContain("CER REPLACED");
});
