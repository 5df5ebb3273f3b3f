import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { organizations, people } from "../../scripts/development/world.ts";
import { careAndConsent } from "../../scripts/journey/care-and-consent.ts";
import { play } from "../../scripts/journey/steps.ts";
import { inDays, newStory, withoutRequestId } from "../../scripts/journey/story.ts";
import { erasePerson } from "../../subgraphs/health-access/repositories/erasure.ts";
import { readStoredOperations } from "../schema/support/stored-operations.ts";
import { countCalls } from "../support/count-calls.ts";
import { startFaultyPeer } from "../support/faulty-peer.ts";
import { openTestHub, type TestHub } from "../support/open-test-hub.ts";

const { association, insertionDoubs, medicoSocialCentre } = organizations;
const GLOBAL_VIEW = readStoredOperations().get("association/global-view-of-a-person")!.text;
const [CENTRE, ASSOCIATION, INSERTION] = [
  { name: "Centre médico-social de Besançon (fictif)" },
  { name: "Association d'accès à la santé de Besançon (fictive)" },
  { name: "Service insertion du Doubs (fictif)" },
];

let hub: TestHub;
let support: string;
/** The consent under which her requests for rights are shared. */
let rights: string;
beforeAll(async () => {
  hub = await openTestHub();
  support = await accompany("amina");
});
afterAll(() => hub?.close());

/** The health support of a person, accompanied as far as a plan. */
async function accompany(name: "amina" | "bruno"): Promise<string> {
  const story = newStory(hub.ask, name);
  await play(careAndConsent, story, () => undefined);
  return story.support;
}

const view = (who: string, person: string = people.amina) => hub.ask(who, GLOBAL_VIEW, { person });

async function done(who: string, mutation: string, input: object, shown = "consent { id }") {
  const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input!`;
  const query = `mutation ($input: ${type}) { ${mutation}(input: $input) { ${shown} userErrors { code message } } }`;
  const { data, errors } = await hub.ask(who, query, { input });
  expect([mutation, errors, data?.[mutation]?.userErrors]).toEqual([mutation, undefined, []]);
  return data[mutation];
}

/** A professional asks Amina, who gives it. */
async function share(who: string, grant: object): Promise<string> {
  const drafting = { requestKey: randomUUID(), person: people.amina, grants: [{ ...grant, operations: ["READ"] }] };
  const { consent } = await done(who, "draftConsent", drafting, "consent { id grants { id } notice { contentHash } }");
  await done(who, "offerConsent", { consent: consent.id });
  const approvals = [{ grant: consent.grants[0].id }];
  await done("amina", "giveConsent", { consent: consent.id, noticeHash: consent.notice.contentHash, approvals });
  return consent.id;
}

/** That the health centre may know of her requests for rights, asked by her social worker who holds them. */
const shareRights = () =>
  share("sophie", { recipient: association, purpose: "SOCIAL_FOLLOW_UP", category: "SOCIAL_RIGHTS" });

/** And of her contract, asked by the centre: whoever holds contracts asks for no consent. */
const shareContract = () =>
  share("claire", {
    source: insertionDoubs,
    recipient: association,
    purpose: "CARE_ACCESS_COORDINATION",
    category: "CONTRACT_TERMS",
  });

const A_DAY = expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/);
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
      openedOn: A_DAY,
      endedOn: null,
      outcome: null,
      organization: ASSOCIATION,
      acts: [
        { kind: "RIGHTS_OPENING", volet: "SOCIAL", heldOn: "2026-11-20" },
        { kind: "FIRST_INTERVIEW", volet: null, heldOn: A_DAY },
      ],
      diagnoses: [{ summary: "Renoncement aux soins, sommeil difficile.", establishedOn: A_DAY }],
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
  it("tells of which volet an act is, where its kind says so", async () => {
    const query = "query ($id: ID!) { healthSupport(id: $id) { acts { kind volet } } }";
    const act = { healthSupport: support, kind: "RIGHTS_OPENING", heldOn: "2026-11-20", minutes: 20 };
    await done("claire", "recordSupportAct", act, "supportAct { id }");
    const acts = [
      { kind: "RIGHTS_OPENING", volet: "SOCIAL" },
      { kind: "FIRST_INTERVIEW", volet: null },
    ];
    const { data } = await hub.ask("claire", query, { id: support });
    expect(data.healthSupport.acts).toEqual(acts);
    expect((await hub.ask("karim", query, { id: support })).data).toEqual({ healthSupport: null });
  });

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

describe("a training session of the centre", () => {
  const day = inDays(12);
  const SESSION = "trainingSession { id placesLeft isCancelled }";
  const REGISTRATION = "trainingRegistration { id number status attendance } trainingSession { placesLeft }";
  const held = (hour: string, more: object = {}) => ({
    theme: "Repérer une souffrance psychique",
    placeName: "Salle Fictive",
    startsAt: `${day}T${hour}:00:00.000Z`,
    endsAt: `${day}T${hour}:45:00.000Z`,
    capacity: 1,
    openTo: [medicoSocialCentre],
    ...more,
  });
  const planned = async (hour: string, more: object = {}): Promise<string> =>
    (await done("claire", "planTrainingSession", held(hour, more), SESSION)).trainingSession.id;
  const register = async (who: string, session: string) =>
    (await done(who, "registerForTraining", { session }, REGISTRATION)).trainingRegistration;
  async function refused(who: string, mutation: string, input: object) {
    const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input!`;
    const query = `mutation ($input: ${type}) { ${mutation}(input: $input) { userErrors { code field } } }`;
    const { data } = await hub.ask(who, query, { input });
    return data[mutation].userErrors.map(({ code, field }: { code: string; field: string[] | null }) => [
      code,
      field?.[0],
    ]);
  }
  const list = `query ($from: DateTime) { trainingSessions(from: $from) { totalCount edges { node {
    id placesLeft organization { name } openTo { name } registrations { number status professional { displayName volets } comesFor { name } } } } } }`;
  const seenBy = async (who: string) => (await hub.ask(who, list)).data.trainingSessions;

  it("takes professionals of the centre and of those it is open to, each by her own account, in the order of arrival", async () => {
    const session = await planned("08");
    expect(await planned("08")).toBe(session);
    const first = await register("elise", session);
    expect(first).toMatchObject({ number: 1, status: "REGISTERED" });
    const second = await register("sophie", session);
    expect(second).toMatchObject({ number: 2, status: "WAITING" });
    expect(await register("sophie", session)).toEqual(second);
    await done("elise", "cancelTrainingRegistration", { registration: first.id }, REGISTRATION);
    expect(await register("sophie", session)).toEqual({ ...second, status: "REGISTERED" });
    // Whoever comes back takes her turn anew.
    expect(await register("elise", session)).toMatchObject({ id: first.id, number: 3, status: "WAITING" });

    const elise = { displayName: "elise (fictif)", volets: ["SANITAIRE"] };
    const sophie = { displayName: "sophie (fictif)", volets: [] };
    const rows = [
      { number: 2, status: "REGISTERED", professional: sophie, comesFor: CENTRE },
      { number: 3, status: "WAITING", professional: elise, comesFor: ASSOCIATION },
    ];
    const node = { id: session, placesLeft: 0, organization: ASSOCIATION, openTo: [CENTRE] };
    expect(await seenBy("claire")).toEqual({ totalCount: 1, edges: [{ node: { ...node, registrations: rows } }] });
    expect((await seenBy("sophie")).edges).toEqual([{ node: { ...node, registrations: [rows[0]] } }]);
    expect((await seenBy("elise")).edges).toEqual([{ node: { ...node, registrations: [rows[1]] } }]);
  });

  it("is not there for an organisation it is not open to, nor for people accompanied", async () => {
    const session = await planned("10");
    const registration = (await register("claire", session)).id;
    for (const who of ["karim", "paul", "leo", "nadia", "amina"]) {
      expect([who, await seenBy(who)]).toEqual([who, { totalCount: 0, edges: [] }]);
      const refusal = who === "amina" ? ["FORBIDDEN", undefined] : ["NOT_FOUND", "session"];
      expect([who, await refused(who, "registerForTraining", { session })]).toEqual([who, [refusal]]);
    }
    // Open to her organisation, the session is not hers to run, nor the registration of another one.
    expect(await refused("sophie", "cancelTrainingSession", { session })).toEqual([["FORBIDDEN", undefined]]);
    expect(await refused("sophie", "cancelTrainingRegistration", { registration })).toEqual([
      ["NOT_FOUND", "registration"],
    ]);
    expect(await refused("elise", "cancelTrainingRegistration", { registration })).toEqual([
      ["NOT_FOUND", "registration"],
    ]);
    await done("claire", "cancelTrainingSession", { session }, SESSION);
    expect(await refused("sophie", "registerForTraining", { session })).toEqual([["CONFLICT_VERSION", "session"]]);
  });

  it("has one place for two who want it at once", async () => {
    const session = await planned("12");
    const both = await Promise.all([register("elise", session), register("sophie", session)]);
    expect(both.map(({ status }) => status).sort()).toEqual(["REGISTERED", "WAITING"]);
    expect(both.map(({ number }) => number).sort()).toEqual([1, 2]);
  });

  it("records who came once it has begun, of those who had a place, and is refused what cannot be", async () => {
    const around = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
    const session = await planned("", { theme: "Écouter", startsAt: around(-1), endsAt: around(20) });
    const [first, second] = [await register("elise", session), await register("sophie", session)];
    const shown = "trainingRegistration { attendance }";
    const came = { registration: first.id, attendance: "KEPT" };
    expect((await done("claire", "recordTrainingAttendance", came, shown)).trainingRegistration).toEqual({
      attendance: "KEPT",
    });
    const refusal = [["CONFLICT_VERSION", "registration"]];
    expect(await refused("claire", "recordTrainingAttendance", { ...came, registration: second.id })).toEqual(refusal);
    expect(await refused("elise", "cancelTrainingRegistration", { registration: first.id })).toEqual(refusal);
    expect(await refused("elise", "recordTrainingAttendance", came)).toEqual([["FORBIDDEN", undefined]]);
    const ahead = await register("elise", await planned("14"));
    expect(await refused("claire", "recordTrainingAttendance", { ...came, registration: ahead.id })).toEqual(refusal);
    expect(await refused("claire", "planTrainingSession", held("14", { capacity: 5 }))).toEqual([
      ["CONFLICT_VERSION", "startsAt"],
    ]);
    expect(await refused("claire", "planTrainingSession", held("16", { endsAt: `${day}T15:00:00Z` }))).toEqual([
      ["BAD_USER_INPUT", "endsAt"],
    ]);
  });

  it("costs as many statements whatever the number of sessions and of those who come", async () => {
    const cost = async (from: string, rows: (found: number) => boolean) => {
      const { result, statements } = await countCalls(hub, () => hub.ask("claire", list, { from }));
      expect([from, rows(result.data.trainingSessions.edges.length)]).toEqual([from, true]);
      return statements["health-access"];
    };
    const few = await cost(`${day}T13:30:00Z`, (found) => found === 1);
    expect([few, await cost("2026-01-01T00:00:00Z", (found) => found > 3)]).toEqual([4, 4]);
  });
});

describe("a workshop of the centre", () => {
  const day = inDays(10);
  const held = (hour: string, capacity: number, more: object = {}) => ({
    theme: "CHRONIC_PAIN",
    placeName: "Salle Fictive",
    communeCode: "25056",
    startsAt: `${day}T${hour}:00:00.000Z`,
    endsAt: `${day}T${hour}:45:00.000Z`,
    capacity,
    ...more,
  });
  const REGISTRATION = "workshopRegistration { id number status attendance } workshopSession { placesLeft }";
  const SESSION = "workshopSession { id placesLeft anonymousPlaces isCancelled }";
  const planned = async (hour: string, capacity: number, more: object = {}): Promise<string> =>
    (await done("claire", "planWorkshopSession", held(hour, capacity, more), SESSION)).workshopSession.id;
  const register = async (session: string, healthSupport: string) =>
    (await done("claire", "registerForWorkshop", { session, healthSupport }, REGISTRATION)).workshopRegistration;
  const anonymous = (session: string, places: number) =>
    done("claire", "setAnonymousPlaces", { session, places }, SESSION);
  async function refused(who: string, mutation: string, input: object) {
    const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input!`;
    const query = `mutation ($input: ${type}) { ${mutation}(input: $input) { userErrors { code field } } }`;
    const { data } = await hub.ask(who, query, { input });
    return data[mutation].userErrors.map(({ code, field }: { code: string; field: string[] | null }) => [
      code,
      field?.[0],
    ]);
  }
  const list = `query ($from: DateTime) { workshopSessions(from: $from) { edges { node {
    id placesLeft registrations { id number status attendance person { id } } } } } }`;
  let other: string;

  beforeAll(async () => {
    other = await accompany("bruno");
  });

  it("seats whom there are places for; who comes later waits, in order, until a place is free", async () => {
    const session = await planned("08", 2);
    await anonymous(session, 1);
    const first = await register(session, support);
    expect(first).toMatchObject({ number: 1, status: "REGISTERED" });
    const second = await register(session, other);
    expect(second).toMatchObject({ number: 2, status: "WAITING" });
    // Whoever did not hear the answer asks again: nobody is registered twice.
    expect(await register(session, other)).toEqual(second);
    expect(await refused("claire", "setAnonymousPlaces", { session, places: 2 })).toEqual([
      ["CONFLICT_VERSION", "places"],
    ]);

    const freed = await done("claire", "cancelWorkshopRegistration", { registration: first.id }, REGISTRATION);
    expect(freed).toMatchObject({ workshopRegistration: { status: "CANCELLED" }, workshopSession: { placesLeft: 0 } });
    await done("claire", "cancelWorkshopRegistration", { registration: first.id }, REGISTRATION);
    expect(await register(session, other)).toEqual({ ...second, status: "REGISTERED" });
    const late = await register(session, support);
    expect(late).toMatchObject({ number: 3, status: "WAITING" });
    await anonymous(session, 0);
    expect(await register(session, support)).toEqual({ ...late, status: "REGISTERED" });
    const { data } = await hub.ask("claire", list);
    expect(data.workshopSessions.edges[0].node).toMatchObject({
      id: session,
      placesLeft: 0,
      registrations: [
        { number: 1, status: "CANCELLED", person: { id: people.amina } },
        { number: 2, status: "REGISTERED", person: { id: people.bruno } },
        { number: 3, status: "REGISTERED", person: { id: people.amina } },
      ],
    });
  });

  it("is a care offer of its day, without a word of who comes", async () => {
    const session = await planned("12", 3);
    await register(session, support);
    const query = `{ careOffer(id: "passerelle--${session}") { name kind themes volets startsAt structure { id volets } organization { name } } }`;
    let offer = null;
    for (let attempt = 0; attempt < 300 && offer === null; attempt++) {
      offer = (await hub.ask("leo", query)).data.careOffer;
      if (offer === null) await pause(100);
    }
    expect(offer).toEqual({
      name: "Atelier : la douleur chronique – Salle Fictive",
      kind: "ATELIER",
      themes: ["SANTE__ACCES_AUX_SOINS"],
      volets: ["EDUCATION_POPULAIRE"],
      startsAt: `${day}T12:00:00.000Z`,
      structure: { id: `passerelle--${association}`, volets: ["EDUCATION_POPULAIRE"] },
      organization: ASSOCIATION,
    });
  });

  it("has one place for two who want it at once, and one session for whoever plans it twice", async () => {
    const [session, again] = await Promise.all([planned("09", 1), planned("09", 1)]);
    expect(again).toBe(session);
    const both = await Promise.all([register(session, support), register(session, other)]);
    expect(both.map(({ status }) => status).sort()).toEqual(["REGISTERED", "WAITING"]);
    expect(both.map(({ number }) => number).sort()).toEqual([1, 2]);
  });

  it("records who came once it has begun, of those who had a place", async () => {
    const around = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
    const session = await planned("", 1, { theme: "PARENTING", startsAt: around(-1), endsAt: around(2) });
    const [first, second] = [await register(session, support), await register(session, other)];
    const absent = { registration: first.id, attendance: "ABSENT" };
    const shown = "workshopRegistration { attendance }";
    expect(await done("claire", "recordWorkshopAttendance", absent, shown)).toMatchObject({
      workshopRegistration: { attendance: "ABSENT" },
    });
    const refusal = [["CONFLICT_VERSION", "registration"]];
    const waiting = { registration: second.id, attendance: "KEPT" };
    expect(await refused("claire", "recordWorkshopAttendance", waiting)).toEqual(refusal);
    expect(await refused("claire", "cancelWorkshopRegistration", { registration: first.id })).toEqual(refusal);
    const ahead = await register(await planned("10", 1), support);
    expect(await refused("claire", "recordWorkshopAttendance", { ...absent, registration: ahead.id })).toEqual(refusal);
  });

  it("is refused what cannot be, and nobody registers for what is cancelled", async () => {
    expect(await refused("claire", "planWorkshopSession", held("11", 1, { endsAt: `${day}T10:00:00Z` }))).toEqual([
      ["BAD_USER_INPUT", "endsAt"],
    ]);
    const past = { startsAt: "2026-01-02T09:00:00Z", endsAt: "2026-01-02T10:00:00Z" };
    expect(await refused("claire", "planWorkshopSession", held("11", 1, past))).toEqual([["BAD_USER_INPUT", "endsAt"]]);
    const session = await planned("11", 1);
    expect(await refused("claire", "planWorkshopSession", held("11", 5))).toEqual([["CONFLICT_VERSION", "startsAt"]]);
    expect((await done("claire", "cancelWorkshopSession", { session }, SESSION)).workshopSession.isCancelled).toBe(
      true,
    );
    await done("claire", "cancelWorkshopSession", { session }, SESSION);
    expect(await refused("claire", "registerForWorkshop", { session, healthSupport: support })).toEqual([
      ["CONFLICT_VERSION", "session"],
    ]);
    for (const who of ["sophie", "karim", "amina"])
      expect(await refused(who, "registerForWorkshop", { session, healthSupport: support })).toEqual([
        ["FORBIDDEN", undefined],
      ]);
  });

  it("tells who is registered to her and to the association, and to nobody else without her consent", async () => {
    const mine = "{ me { workshopRegistrations { status session { theme registrations { person { id } } } } } }";
    const { data } = await hub.ask("amina", mine);
    const { workshopRegistrations } = data.me;
    expect(workshopRegistrations.length).toBeGreaterThan(2);
    const seen = new Set(JSON.stringify(workshopRegistrations).match(/0b0{6}-[0-9a-f-]+/g));
    expect([...seen]).toEqual([people.amina]);
    const hers = "query ($id: ID!) { person(id: $id) { workshopRegistrations { id status session { theme } } } }";
    expect((await hub.ask("claire", hers, { id: people.amina })).data.person.workshopRegistrations.length).toBe(
      workshopRegistrations.length,
    );
    for (const who of ["karim", "sophie"]) {
      const { data: answer, errors } = await hub.ask(who, hers, { id: people.amina });
      expect([who, errors, answer.person]).toEqual([who, undefined, { workshopRegistrations: [] }]);
      expect((await hub.ask(who, list)).data.workshopSessions.edges).toEqual([]);
    }
  });

  it("costs as many statements whatever the number of sessions and of those registered", async () => {
    await register(await planned("14", 2), support);
    const cost = async (from: string, rows: (found: number) => boolean) => {
      const { result, statements } = await countCalls(hub, () => hub.ask("claire", list, { from }));
      expect([from, rows(result.data.workshopSessions.edges.length)]).toEqual([from, true]);
      return statements["health-access"];
    };
    const few = await cost(`${day}T14:30:00Z`, (found) => found === 1);
    expect([few, await cost("2026-01-01T00:00:00Z", (found) => found > 3)]).toEqual([3, 3]);
  });

  it("goes with her registration when she asks for erasure, once it is over", async () => {
    const em = hub.subgraphs["health-access"]!.orm.em.fork();
    await em.execute(
      "update workshop_session set starts_at = now() - interval '3 days', ends_at = now() - interval '2 days' where theme = 'PARENTING'",
    );
    const lines = await em.transactional((transaction) => erasePerson(transaction as typeof em, people.amina));
    const left: { theme: string; status: string }[] = await em.execute(
      `select distinct w.theme, r.status from workshop_registration r join workshop_session w on w.id = r.session_id
       where r.person_id = ? and not w.is_cancelled`,
      [people.amina],
    );
    expect(left.length).toBeGreaterThan(0);
    expect(left.filter(({ theme, status }) => theme === "PARENTING" || status === "CANCELLED")).toEqual([]);
    expect(JSON.stringify(lines)).toContain("WorkshopRegistration");
  });

  it("does not tell, when the registry cannot answer, who comes from who does not", async () => {
    await hub.sql("health-access", "delete from workshop_registration where person_id = ?", [people.bruno]);
    const hers = "query ($id: ID!) { person(id: $id) { id workshopRegistrations { id status } } }";
    const answerAbout = async (id: string) =>
      withoutRequestId((await hub.ask("karim", hers, { id })).body).replaceAll(id, "PERSON");
    const sound = hub.peers.consent!;
    const peer = await startFaultyPeer("answers 500", sound, ["/decisions"]);
    hub.peers.consent = peer.url;
    try {
      const answer = await answerAbout(people.amina);
      expect(answer).toContain("CONSENT_UNVERIFIABLE");
      expect(await answerAbout(people.bruno)).toBe(answer);
    } finally {
      hub.peers.consent = sound;
      await peer.close();
    }
  });
});
