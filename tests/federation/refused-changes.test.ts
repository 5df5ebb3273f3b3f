import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { organizations, people } from "../../scripts/development/world.ts";
import { careAndConsent } from "../../scripts/journey/care-and-consent.ts";
import { play } from "../../scripts/journey/steps.ts";
import { newStory, type Story, withoutRequestId } from "../../scripts/journey/story.ts";
import { giveEveryRole } from "../support/give-every-role.ts";
import { fillMutations, type Values } from "../support/mutation-inputs.ts";
import { openTestHub, type TestHub } from "../support/open-test-hub.ts";
import { fingerprintOf, storedValuesOf } from "../support/stored-values.ts";

let hub: TestHub;
let story: Story;
let values: Set<string>;
let hers: Record<string, string>;

beforeAll(async () => {
  hub = await openTestHub();
  story = newStory(hub.ask);
  await play(careAndConsent, story, () => undefined);
  const SOCIAL_FILE = "0f000000-0000-4000-8000-000000000001";
  const asked = `mutation { requestDisabilityRight(input: { socialFile: "${SOCIAL_FILE}", kind: RQTH, state: INVESTIGATION_ONGOING }) { userErrors { message } } }`;
  await hub.ask("sophie", asked);
  values = await storedValuesOf(hub, people.amina);
  const first = async (source: string, table: string) =>
    (await hub.sql(source, `select id from ${table} where person_id = ? order by id limit 1`, [people.amina]))[0].id;
  const [grant] = await hub.sql("consent", "select id from consent_grant where consent_id = ?", [story.consent]);
  hers = {
    person: story.person.id,
    contract: story.person.contract,
    replaces: story.person.contract,
    prescription: story.prescription,
    healthSupport: story.support,
    healthActionPlan: story.plan,
    planExtract: story.extract.id,
    resource: story.extract.id,
    consent: story.consent,
    grant: grant.id,
    planStep: await first("health-access", "plan_step"),
    socialFile: await first("social-services", "social_file"),
    barrier: await first("social-services", "barrier"),
    mandate: await first("social-services", "referent_mandate"),
    "changeRightsRequestState.request": await first("social-services", "rights_request"),
    "changeDisabilityRequestState.request": await first("social-services", "disability_request"),
  };
});
afterAll(() => hub?.close());

/** What is asked besides identifiers of hers: the same in both tries. */
const fixed = (): Values => ({
  requestKey: randomUUID(),
  recipient: organizations.association,
  "draftConsent.recipient": organizations.insertionDoubs,
  recipientOrganization: organizations.insertionDoubs,
  organization: organizations.insertionCreuse,
  contentHash: story.extract.contentHash,
  noticeHash: "0".repeat(64),
});

it.each(["paul", "leo", "nadia"])(
  "%s is refused every change of hers in the words used for what does not exist, and changes nothing",
  expectRefusals,
);

it("an outsider who holds every role in an organisation of his own is refused all the same", async () => {
  await giveEveryRole(hub, "paul");
  await expectRefusals("paul");
});

async function expectRefusals(name: string): Promise<void> {
  const before = await fingerprintOf(hub);
  const common = fixed();
  const strange = Object.fromEntries(Object.keys(hers).map((key) => [key, randomUUID()]));
  const unknown = fillMutations({ ...common, ...strange });
  const answers = [];
  for (const [index, { name: mutation, query, input }] of fillMutations({ ...common, ...hers }).entries()) {
    const known = await hub.ask(name, query, { input });
    const other = await hub.ask(name, query, { input: unknown[index]!.input });
    const { userErrors, ...objects } = known.data?.[mutation] ?? {};
    answers.push({
      mutation,
      codes: userErrors?.map(({ code }: { code: string }) => code),
      isNothing: Object.values(objects).every((value) => value === null),
      isAsUnknown: withoutRequestId(known.body) === withoutRequestId(other.body),
      traces: tracesIn(known.body),
    });
  }
  expect(answers.length).toBeGreaterThan(30);
  for (const { mutation, ...answer } of answers)
    expect([mutation, answer]).toEqual([
      mutation,
      {
        codes: [expect.stringMatching(/^(NOT_FOUND|FORBIDDEN)$/)],
        isNothing: true,
        isAsUnknown: true,
        traces: 0,
      },
    ]);
  expect(await fingerprintOf(hub)).toEqual(before);
}

/** How much of hers a body holds that was not in the question. */
function tracesIn(body: string): number {
  const sent = new Set([...Object.values(hers), story.extract.contentHash]);
  return [...values].filter((value) => !sent.has(value) && body.includes(value)).length;
}
