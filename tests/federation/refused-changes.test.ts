import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { organizations, people } from "../../scripts/development/world.ts";
import { careAndConsent } from "../../scripts/journey/care-and-consent.ts";
import { play } from "../../scripts/journey/steps.ts";
import { inDays, inMonths, newStory, type Story, withoutRequestId } from "../../scripts/journey/story.ts";
import { askInTime } from "../support/ask-in-time.ts";
import { giveEveryRole } from "../support/give-every-role.ts";
import { liveFurther } from "../support/live-further.ts";
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
  const opposed = `mutation { restrictSharing(input: { requestKey: "${randomUUID()}", purpose: EVALUATION_AGGREGATE }) { userErrors { message } } }`;
  await hub.ask("amina", opposed);
  await liveFurther(hub, story);
  const sector = `mutation { nameSector(input: { organization: "${organizations.association}", code: "NORD", label: "Nord" }) { sector { id } } }`;
  const { data: named } = await hub.ask("claire", sector);
  const authority = randomUUID();
  const standing = `mutation { recordProxyAuthority(input: { requestKey: "${authority}", person: "${people.amina}", holderAccount: "development|guardian", holderName: "Mandataire fictif", kind: CURATOR_ASSISTING, scope: [MENTAL_HEALTH], validTo: "2126-01-01T00:00:00Z", evidenceHash: "${"e".repeat(64)}" }) { userErrors { message } } }`;
  await hub.ask("sophie", standing);
  const planned = await herAssociations();
  const opening =
    'mutation { openContractType(input: { name: "CEO", kind: CONTRAT_ENGAGEMENT, durationsInMonths: [6] }) { contractType { id } } }';
  const opened = await hub.ask("karim", opening);
  const invitation = randomUUID();
  const inviting = `mutation { inviteToAccompany(input: { requestKey: "${invitation}" }) { userErrors { message } } }`;
  await hub.ask("amina", inviting);
  values = await storedValuesOf(hub, people.amina);
  // The kind of a record is a word of the schema, and within the name of a mutation.
  for (const kind of ["HealthSupport", "SocialFile", "EmploymentContract"]) values.delete(kind);
  const first = async (source: string, table: string) =>
    (await hub.sql(source, `select id from ${table} where person_id = ? order by id limit 1`, [people.amina]))[0].id;
  const [grant] = await hub.sql("consent", "select id from consent_grant where consent_id = ?", [story.consent]);
  const [item] = await hub.sql(
    "consent",
    `insert into inbox_item (kind, recipient_organization_id, person_id, organization_id, record_id, appears_at)
     values ('CONTRACT_TO_SIGN', ?, ?, ?, ?, now()) returning id`,
    [organizations.insertionDoubs, people.amina, organizations.insertionDoubs, story.person.contract],
  );
  hers = {
    items: item.id,
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
    authority,
    contractType: opened.data.openContractType.contractType.id,
    invitation,
    accompaniment: await first("consent", "accompaniment"),
    restriction: (await hub.sql("consent", "select id from restriction"))[0].id,
    record: story.support,
    rectification: await first("health-access", "rectification"),
    planStep: await first("health-access", "plan_step"),
    adviceRequest: await first("health-access", "advice_request"),
    supportAgreement: await first("health-access", "support_agreement"),
    corrects: await first("health-access", "support_assessment"),
    appointment: await first("health-access", "appointment"),
    socialFile: await first("social-services", "social_file"),
    barrier: await first("social-services", "barrier"),
    barrierAction: await first("social-services", "barrier_action"),
    mandate: await first("social-services", "referent_mandate"),
    ...planned,
    sector: named.nameSector.sector.id,
    task: await first("social-services", "coordination_task"),
    "changeRightsRequestState.request": await first("social-services", "rights_request"),
    "changeDisabilityRequestState.request": await first("social-services", "disability_request"),
  };
});
afterAll(() => hub?.close());

/** What her association has planned: another one is refused it like what does not exist. */
async function herAssociations(): Promise<Record<string, string>> {
  const day = inDays(10);
  const planned = `mutation { planRound(input: { teamName: "Équipe mobile", heldOn: "${day}" }) { mobileRound { id } } }`;
  const round = (await hub.ask("claire", planned)).data.planRound.mobileRound.id;
  const plan = `{ placeName: "Place", communeCode: "25056", startsAt: "${day}T09:00:00Z", endsAt: "${day}T10:00:00Z", services: [LISTENING], isAtPartnerPremises: false }`;
  const added = `mutation { addStop(input: { round: "${round}", plan: ${plan} }) { roundStop { id } } }`;
  const stop = (await hub.ask("claire", added)).data.addStop.roundStop.id;
  const held = `mutation { planWorkshopSession(input: { theme: RELAXATION, placeName: "Salle", communeCode: "25056", startsAt: "${day}T12:00:00Z", endsAt: "${day}T13:00:00Z", capacity: 2 }) { workshopSession { id } } }`;
  const session = (await hub.ask("claire", held)).data.planWorkshopSession.workshopSession.id;
  const coming = `mutation { registerForWorkshop(input: { session: "${session}", healthSupport: "${story.support}" }) { workshopRegistration { id } } }`;
  const registration = (await hub.ask("claire", coming)).data.registerForWorkshop.workshopRegistration.id;
  const stops = `[{ placeName: "Place", communeCode: "25056", startTime: "09:00", endTime: "10:00", services: [LISTENING], isAtPartnerPremises: false }]`;
  const roundSeries = randomUUID();
  const recurring = `mutation { planRecurringRounds(input: { requestKey: "${roundSeries}", teamName: "Équipe du jeudi", startsOn: "${day}", until: "${day}", stops: ${stops} }) { userErrors { message } } }`;
  await hub.ask("claire", recurring);
  const taught = `mutation { planTrainingSession(input: { theme: "Accueillir", placeName: "Salle", startsAt: "${day}T15:00:00Z", endsAt: "${day}T16:00:00Z", capacity: 2, openTo: ["${organizations.medicoSocialCentre}"] }) { trainingSession { id } } }`;
  const training = (await hub.ask("claire", taught)).data.planTrainingSession.trainingSession.id;
  const attending = `mutation { registerForTraining(input: { session: "${training}" }) { trainingRegistration { id } } }`;
  const attendee = (await hub.ask("claire", attending)).data.registerForTraining.trainingRegistration.id;
  return {
    round,
    stop,
    session,
    registration,
    roundSeries,
    "registerForTraining.session": training,
    "cancelTrainingSession.session": training,
    "cancelTrainingRegistration.registration": attendee,
    "recordTrainingAttendance.registration": attendee,
  };
}

/** What is asked besides identifiers of hers: the same in both tries. */
const fixed = (): Values => ({
  requestKey: randomUUID(),
  recipient: organizations.association,
  "draftConsent.recipient": organizations.insertionDoubs,
  recipientOrganization: organizations.insertionDoubs,
  organization: organizations.insertionCreuse,
  "nameSector.organization": organizations.association,
  "recordSupervisionSession.organization": organizations.association,
  attendants: [randomUUID()],
  contentHash: story.extract.contentHash,
  noticeHash: "0".repeat(64),
  evidenceHash: "0".repeat(64),
  holderAccount: "development|guardian",
  dueOn: "2126-01-01",
  participants: [organizations.association],
  territoryCodes: ["25"],
  funding: randomUUID(),
  target: randomUUID(),
  validTo: "2126-01-01T00:00:00Z",
  communeCode: "25056",
  startsAt: "2126-01-02T09:00:00Z",
  "planAppointment.startsAt": `${inMonths(1)}T09:00:00Z`,
  "rescheduleAppointment.startsAt": `${inMonths(1)}T09:00:00Z`,
  endsAt: "2126-01-02T10:00:00Z",
  startTime: "09:00",
  endTime: "10:00",
  actBeforeOn: inMonths(1),
});

it.each(["paul", "leo", "nadia"])(
  "%s is refused every change of hers in the words used for what does not exist, and changes nothing",
  (name) => expectRefusals(name),
);

it("an outsider who holds every role in an organisation of his own is refused all the same", async () => {
  await giveEveryRole(hub, "paul");
  await expectRefusals("paul", [...OWN_RULES, ...OWN_AFFAIRS, ...(OFFICE.paul ?? [])]);
});

/** Asks with headers of one's own; what the subgraphs asked their databases meanwhile is kept apart. */
async function askWith(name: string, query: string, variables: object = {}, headers: Record<string, string> = {}) {
  for (const statements of Object.values(hub.statements)) statements.length = 0;
  const response = await fetch(hub.endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/graphql-response+json",
      authorization: `Bearer ${await hub.tokenOf(name)}`,
      ...headers,
    },
    body: JSON.stringify({ query, variables }),
  });
  const body = await response.text();
  const { errors } = JSON.parse(body) as { errors?: { extensions: { code: string } }[] };
  return { status: response.status, body, codes: errors?.map(({ extensions }) => extensions.code) };
}
const isAskedOfNobody = () => Object.values(hub.statements).every((statements) => statements.length === 0);

describe("what may not be read cannot be found out by the way", () => {
  it.each([
    '{ employmentContracts(filter: { status: ACTIVE, diagnosisContains: "x" }) { totalCount } }',
    '{ healthSupports(filter: { needContains: "x" }) { totalCount } }',
    '{ accompaniedPersons(name: "Amina") { totalCount } }',
    "{ prescriptions(orderBy: REQUESTED_AT) { totalCount } }",
    '{ person(socialSecurityNumber: "2840525000000") { id } }',
  ])("Z09 by no filter, order or search on a protected field: %s does not exist", async (query) => {
    const { status, codes } = await askWith("paul", query);
    expect([status, new Set(codes)]).toEqual([400, new Set(["BAD_USER_INPUT"])]);
    expect(isAskedOfNobody()).toBe(true);
  });

  it("Z09 by no count: what an outsider's lists do not hold is not counted either, whatever they are narrowed to", async () => {
    const statuses = ["REQUESTED", "ACCEPTED", "IN_PROGRESS", "DONE"].map(
      (status) => `${status}: prescriptions(status: ${status}) { totalCount edges { node { id } } }`,
    );
    const kinds = ["CER", "PPAE", "CONTRAT_ENGAGEMENT"].map(
      (kind) => `${kind}: employmentContracts(filter: { kind: ${kind} }) { totalCount edges { node { id } } }`,
    );
    const others = ["accompaniedPersons", "healthSupports", "planProposals", "appointments", "ruptureAlerts"].map(
      (list) => `${list} { totalCount edges { node { __typename } } }`,
    );
    for (const lists of [statuses, kinds, others]) {
      const { data } = await hub.ask("leo", `{ ${lists.join(" ")} }`);
      for (const list of Object.values(data as Record<string, { totalCount: number; edges: unknown[] } | null>))
        expect([list?.totalCount ?? 0, list?.edges ?? []]).toEqual([0, []]);
    }
    // Or the counts would prove nothing.
    expect(
      (await hub.ask("karim", "{ employmentContracts { totalCount } }")).data.employmentContracts.totalCount,
    ).toBeGreaterThan(0);
  });

  it.each(["person", "employmentContract", "healthSupport", "prescription", "consent"])(
    "Z10 by no identifier: %s(id:) answers hers to the byte like one that nobody has",
    async (root) => {
      const id = { employmentContract: hers.contract }[root] ?? hers[root];
      const query = `query ($id: ID!) { ${root}(id: $id) { id } }`;
      const known = await askWith("paul", query, { id });
      const unknown = await askWith("paul", query, { id: randomUUID() });
      expect(known.body).toContain("null");
      expect([known.status, withoutRequestId(known.body)]).toEqual([unknown.status, withoutRequestId(unknown.body)]);
    },
  );

  it.each([
    ["prescribeHealthSupport", "PrescribeHealthSupportInput", { role: "SOCIAL_WORKER" }],
    ["openEmploymentContract", "OpenEmploymentContractInput", { organization: organizations.insertionDoubs }],
    ["openEmploymentContract", "OpenEmploymentContractInput", { signedOn: "2026-01-01", status: "ACTIVE" }],
    ["giveConsent", "GiveConsentInput", { person: people.amina }],
    ["draftConsent", "DraftConsentInput", { state: "ACTIVE", givenAt: "2026-01-01T00:00:00Z" }],
    ["recordDiagnosis", "RecordDiagnosisInput", { consentId: randomUUID(), roles: ["DATA_PROTECTION_OFFICER"] }],
  ])("Z12 by no change: %s takes no field it does not name (%s, %j)", async (mutation, type, more) => {
    const filled = fillMutations({ ...fixed(), ...hers }).find(({ name }) => name === mutation)!;
    const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { userErrors { code } } }`;
    const { status, codes, body } = await askWith("sophie", query, { input: { ...filled.input, ...more } });
    expect([status, new Set(codes)]).toEqual([400, new Set(["BAD_USER_INPUT"])]);
    expect(isAskedOfNobody()).toBe(true);
    expect(tracesIn(body)).toBe(0);
  });

  it("Z13 by no other purpose: it comes with the field and the grant, and what a request says of it means nothing", async () => {
    const query =
      "query ($id: ID!) { person(id: $id) { givenName healthSupports { id needs } planExtracts { id text } } }";
    const headers = {
      purpose: "CARE_ACCESS_COORDINATION",
      "x-purpose": "CARE_ACCESS_COORDINATION",
      "passerelle-purpose": "CARE_ACCESS_COORDINATION",
      "x-roles": "HEALTH_NAVIGATOR",
      "x-viewer": JSON.stringify({ organization: organizations.association, roles: ["HEALTH_NAVIGATOR"] }),
    };
    const variables = { id: people.amina };
    const plain = await askWith("karim", query.replace("{ id needs }", "{ id }"), variables);
    const dressed = await askWith("karim", query.replace("{ id needs }", "{ id }"), variables, headers);
    expect(withoutRequestId(dressed.body)).toBe(withoutRequestId(plain.body));
    const argued = await askWith(
      "karim",
      query.replace("healthSupports", "healthSupports(purpose: CARE_ACCESS_COORDINATION)"),
      variables,
    );
    expect([argued.status, isAskedOfNobody()]).toEqual([400, true]);
    const foreign = await askWith("karim", query.replace("{ id needs }", "{ id }"), variables, {
      "passerelle-organization": organizations.association,
    });
    expect([foreign.status, foreign.codes]).toEqual([403, ["FORBIDDEN"]]);
  });
});

/** What concerns an organisation's own affairs and names nobody and nothing of another. */
const OWN_AFFAIRS = [
  "planRound",
  "planRecurringRounds",
  "planWorkshopSession",
  "planTrainingSession",
  "setRuptureThresholds",
  "stateReceivingCapacity",
  "openContractType",
  "recordConvention",
];
/** What anybody may settle about herself. */
const ABOUT_ONESELF = ["requestDigest", "confirmDigest", "stopDigest"];
/** What an officer decides for her own organisation, about nobody. */
const OWN_RULES = ["setHealthAccessRetention", "setSocialServicesRetention", "setEmploymentContractsRetention"];
/** What somebody is there for, about whomever. */
const OFFICE: Readonly<Record<string, readonly string[]>> = {
  nadia: ["invalidateConsent", "recordOrganizationTerritory", ...OWN_RULES],
  paul: ["openContractType", "recordConvention"],
};

async function expectRefusals(name: string, office = OFFICE[name]): Promise<void> {
  const before = await fingerprintOf(hub);
  const common = fixed();
  const strange = Object.fromEntries(Object.keys(hers).map((key) => [key, randomUUID()]));
  const unknown = fillMutations({ ...common, ...strange });
  const answers = [];
  for (const [index, { name: mutation, query, input }] of fillMutations({ ...common, ...hers }).entries()) {
    if (ABOUT_ONESELF.includes(mutation) || office?.includes(mutation)) continue;
    const known = await askInTime(hub.ask, name, query, { input });
    const other = await askInTime(hub.ask, name, query, { input: unknown[index]!.input });
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
