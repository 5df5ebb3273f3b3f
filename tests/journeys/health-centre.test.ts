import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { organizations, people } from "../../scripts/development/world.ts";
import { careAndConsent } from "../../scripts/journey/care-and-consent.ts";
import { play } from "../../scripts/journey/steps.ts";
import { newStory, today, withoutRequestId } from "../../scripts/journey/story.ts";
import { readStoredOperations } from "../schema/support/stored-operations.ts";
import { countCalls } from "../support/count-calls.ts";
import { insertRows } from "../support/insert-rows.ts";
import { openTestHub, type TestHub } from "../support/open-test-hub.ts";

const { association, insertionDoubs, medicoSocialCentre } = organizations;
const GLOBAL_VIEW = readStoredOperations().get("association/global-view-of-a-person")!.text;
const [CENTRE, ASSOCIATION, INSERTION] = [
  { name: "Centre médico-social de Besançon (fictif)" },
  { name: "Association d'accès à la santé de Besançon (fictive)" },
  { name: "Service insertion du Doubs (fictif)" },
];

let hub: TestHub;
/** The consent under which her requests for rights are shared. */
let rights: string;
beforeAll(async () => {
  hub = await openTestHub();
  await play(careAndConsent, newStory(hub.ask), () => undefined);
});
afterAll(() => hub?.close());

const view = (who: string, person: string = people.amina) => hub.ask(who, GLOBAL_VIEW, { person });

async function done(who: string, mutation: string, input: object, shown = "consent { id }") {
  const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input!`;
  const query = `mutation ($input: ${type}) { ${mutation}(input: $input) { ${shown} userErrors { code message } } }`;
  const { data, errors } = await hub.ask(who, query, { input });
  expect([mutation, errors, data?.[mutation]?.userErrors]).toEqual([mutation, undefined, []]);
  return data[mutation];
}

/** Amina lets the health centre know of her requests for rights, asked by her social worker. */
async function shareRights(): Promise<string> {
  const grant = {
    recipient: association,
    purpose: "SOCIAL_FOLLOW_UP",
    category: "SOCIAL_RIGHTS",
    operations: ["READ"],
  };
  const drafting = { requestKey: randomUUID(), person: people.amina, grants: [grant] };
  const { consent } = await done(
    "sophie",
    "draftConsent",
    drafting,
    "consent { id grants { id } notice { contentHash } }",
  );
  await done("sophie", "offerConsent", { consent: consent.id });
  const approvals = [{ grant: consent.grants[0].id }];
  await done("amina", "giveConsent", { consent: consent.id, noticeHash: consent.notice.contentHash, approvals });
  return consent.id;
}

/** And of her contract. No holder of contracts asks for consents, so what was said elsewhere is written down here. */
async function shareContract(): Promise<string> {
  const [id, now] = [randomUUID(), new Date()];
  const [notice] = await hub.sql("consent", "select id from notice where language = 'fr' order by version limit 1");
  const notAfter = new Date(now.getTime() + 30 * 86_400_000);
  await insertRows(hub, "consent", "consent", [
    {
      id,
      person_id: people.amina,
      organization_id: medicoSocialCentre,
      state: "DRAFT",
      notice_id: notice.id,
      not_after: notAfter,
      version: 1,
    },
  ]);
  await insertRows(hub, "consent", "consent_grant", [
    {
      id: randomUUID(),
      consent_id: id,
      person_id: people.amina,
      organization_id: medicoSocialCentre,
      source_organization_id: insertionDoubs,
      grantee_organization_id: association,
      grantee_roles: ["HEALTH_NAVIGATOR"],
      purpose: "CARE_ACCESS_COORDINATION",
      category: "CONTRACT_TERMS",
      operations: ["READ"],
      not_before: new Date(now.getTime() - 1000),
      not_after: notAfter,
    },
  ]);
  await hub.sql("consent", "update consent set state = 'ACTIVE', offered_at = ?, given_at = ? where id = ?", [
    now,
    now,
    id,
  ]);
  return id;
}

const HER = { id: people.amina, givenName: "Amina", familyName: "Personne-Fictive", birthYear: 1988 };
const RIGHTS = [
  {
    organization: CENTRE,
    rightsRequests: [
      {
        kind: "CSS",
        label: "",
        state: "ADJOURNED",
        requestedOn: "2026-09-08",
        history: [
          { state: "INVESTIGATION_ONGOING", reason: null, happenedOn: "2026-09-08" },
          { state: "ADJOURNED", reason: "The fund asks for the last tax notice.", happenedOn: "2026-10-12" },
        ],
      },
      {
        kind: "RSA",
        label: "",
        state: "ACCEPTED",
        requestedOn: "2026-03-02",
        history: [
          { state: "INVESTIGATION_ONGOING", reason: null, happenedOn: "2026-03-02" },
          {
            state: "WAITING_ADDITIONAL_INFORMATION",
            reason: "A statement of resources was missing.",
            happenedOn: "2026-03-20",
          },
          { state: "ACCEPTED", reason: null, happenedOn: "2026-04-14" },
        ],
      },
    ],
    barriers: expect.arrayContaining([
      { kind: "MOBILITY", openedOn: "2026-03-09", liftedOn: null },
      { kind: "CARE_ACCESS", openedOn: "2026-09-08", liftedOn: null },
    ]),
  },
];
const MANDATES = [{ startedOn: "2026-03-09", endedOn: null, organization: CENTRE }];
const CONTRACTS = [
  {
    kind: "CER",
    // By the clock: its end is near, or past.
    status: expect.stringMatching(/^(ACTIVE|TO_RENEW|ENDED)$/),
    startsOn: "2024-09-02",
    endsOn: "2026-12-31",
    weeklyHours: null,
    toReplaceBefore: "2027-01-01",
    signatureDeadlineOn: null,
    organization: INSERTION,
  },
];
const care = () => ({
  prescriptions: [{ status: "IN_PROGRESS", prescriber: CENTRE }],
  healthSupports: [
    {
      status: "STARTED",
      openedOn: today(),
      endedOn: null,
      outcome: null,
      organization: ASSOCIATION,
      acts: [{ kind: "FIRST_INTERVIEW", heldOn: today() }],
      diagnoses: [{ summary: "Renoncement aux soins, sommeil difficile.", establishedOn: today() }],
      healthActionPlan: { current: { number: 1, goals: expect.any(Array) } },
    },
  ],
});
const WHOLE = () => ({
  ...HER,
  socialFiles: RIGHTS,
  referentMandates: MANDATES,
  employmentContracts: CONTRACTS,
  ...care(),
});
const NO_CARE = { prescriptions: [], healthSupports: [] };

describe("the global view of a person", () => {
  it("shows a doctor what the health side records, and of the rest nothing that is not shared", async () => {
    const { data, errors } = await view("claire");
    expect(errors).toBeUndefined();
    expect(data.person).toEqual({
      ...HER,
      socialFiles: [],
      referentMandates: [],
      employmentContracts: [],
      ...care(),
    });
  });

  it("is all there for a doctor once consented: requests for rights with state and history, the path and the contract", async () => {
    rights = await shareRights();
    await shareContract();
    const { data, errors } = await view("claire");
    expect(errors).toBeUndefined();
    expect(data.person).toEqual(WHOLE());
  });

  it("costs one call to each source that holds a part, one to the registry for her name and one for each list's organisations", async () => {
    const { result, calls, statements } = await countCalls(hub, () => view("claire"));
    expect(result.data.person).toEqual(WHOLE());
    const fetches = calls.filter((call) => call.endsWith("/graphql"));
    expect(fetches).toEqual([
      ...Array<string>(1 + 5).fill("consent /graphql"),
      "employment-contracts /graphql",
      "health-access /graphql",
      "social-services /graphql",
    ]);
    // The association reads its own records without asking; the two others ask for all of theirs at once.
    expect(calls.filter((call) => call.endsWith("/decisions"))).toEqual(["consent /decisions", "consent /decisions"]);
    expect(statements).toMatchObject({ "employment-contracts": 1, "health-access": 7, "social-services": 6 });
  });

  it("shows a référent her contract and nothing of care: what is there is what is not there", async () => {
    const { data, errors } = await view("karim");
    expect(errors).toBeUndefined();
    expect(data.person).toEqual({
      ...HER,
      givenName: expect.anything(),
      socialFiles: [],
      referentMandates: [],
      employmentContracts: CONTRACTS,
      ...NO_CARE,
    });
    // Bruno is accompanied by nobody: the health part of his view is the very same.
    const other = await view("karim", people.bruno);
    expect(other.data.person).toMatchObject({ ...NO_CARE, socialFiles: [], referentMandates: [] });
  });

  it("is null for who has nothing to do with her, as for nobody at all", async () => {
    const known = await view("paul");
    expect(known.data).toEqual({ person: null });
    expect(withoutRequestId(known.body)).toBe(withoutRequestId((await view("paul", randomUUID())).body));
  });

  it("loses, at the next read, what she no longer shares, and keeps the rest", async () => {
    await done("amina", "withdrawConsent", { consent: rights });
    const { data } = await view("claire");
    expect(data.person).toEqual({ ...WHOLE(), socialFiles: [], referentMandates: [] });
  });
});
