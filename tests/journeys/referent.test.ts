import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { mandates, organizations, people } from "../../scripts/development/world.ts";
import { inMonths, today } from "../../scripts/journey/story.ts";
import { countCalls } from "../support/count-calls.ts";
import { insertRows } from "../support/insert-rows.ts";
import { openTestHub, type TestHub } from "../support/open-test-hub.ts";

const { association, medicoSocialCentre, insertionDoubs, insertionCreuse } = organizations;
const SOCIAL_FILE = "0f000000-0000-4000-8000-000000000001";
let hub: TestHub;
beforeAll(async () => {
  hub = await openTestHub();
  await insertRows(
    hub,
    "consent",
    "data_sharing_agreement",
    [
      [association, medicoSocialCentre, "{SOCIAL_WORKER}"],
      [medicoSocialCentre, association, "{HEALTH_NAVIGATOR}"],
    ].map(([source, grantee, roles]) => ({
      id: randomUUID(),
      source_organization_id: source,
      grantee_organization_id: grantee,
      purposes: "{SOCIAL_FOLLOW_UP}",
      categories: "{SOCIAL_RIGHTS}",
      roles,
      valid_from: new Date("2022-05-30"),
      valid_to: new Date("2126-01-01"),
    })),
  );
});
afterAll(() => hub?.close());

/** Runs one mutation; its payload, with the codes of its refusals. */
async function act(who: string, name: string, input: object, shown = "") {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input!`;
  const query = `mutation ($input: ${type}) { ${name}(input: $input) { ${shown} userErrors { code } } }`;
  const { data, errors } = await hub.ask(who, query, { input });
  expect({ name, errors }).toEqual({ name, errors: undefined });
  const { userErrors, ...payload } = data[name];
  return { ...payload, codes: userErrors.map(({ code }: { code: string }) => code) };
}

/** A professional asks Amina that her organisation may tell another who follows her, and Amina gives it. */
async function share(who: string, recipient: string): Promise<string> {
  const grants = [{ recipient, purpose: "SOCIAL_FOLLOW_UP", category: "SOCIAL_RIGHTS", operations: ["READ"] }];
  const drafting = { requestKey: randomUUID(), person: people.amina, grants };
  const { consent, codes } = await act(who, "draftConsent", drafting, "consent { id grants { id } }");
  expect(codes).toEqual([]);
  await act(who, "offerConsent", { consent: consent.id });
  const { data } = await hub.ask("amina", `{ consent(id: "${consent.id}") { notice { contentHash } } }`);
  const approvals = consent.grants.map(({ id }: { id: string }) => ({ grant: id }));
  const given = { consent: consent.id, noticeHash: data.consent.notice.contentHash, approvals };
  expect((await act("amina", "giveConsent", given)).codes).toEqual([]);
  return consent.id;
}

const INTERVENERS = `query ($id: ID!) { person(id: $id) {
  referentMandate { interveners { basis startedOn endedOn organization { id } professional { displayName } } }
  accompaniments { organization { id } } } }`;
const seenBy = async (who: string) => (await hub.ask(who, INTERVENERS, { id: people.amina })).data.person;
const ids = (rows: { organization: { id: string } }[]) => rows.map(({ organization }) => organization.id).sort();

describe("a référent de parcours", () => {
  it("sees that another joins only once the person lets that one tell it", async () => {
    const { accompanimentInvitation: made } = await act(
      "amina",
      "inviteToAccompany",
      { requestKey: randomUUID() },
      "accompanimentInvitation { code }",
    );
    const find = `query ($code: String!) { accompanimentInvitation(code: $code) { id } }`;
    expect((await hub.ask("paul", find, { code: made.code })).data.accompanimentInvitation).toBeNull();
    const { data } = await hub.ask("claire", find, { code: made.code });
    const invitation = data.accompanimentInvitation.id;
    expect((await act("claire", "joinAccompaniment", { invitation })).codes).toEqual([]);
    expect(ids((await seenBy("sophie")).referentMandate.interveners)).toEqual([medicoSocialCentre]);
    const consent = await share("claire", medicoSocialCentre);
    const { interveners } = (await seenBy("sophie")).referentMandate;
    expect(ids(interveners)).toEqual([medicoSocialCentre, association].sort());
    expect(interveners).toContainEqual({
      basis: "CONSENT",
      startedOn: today(),
      endedOn: null,
      organization: { id: association },
      professional: { displayName: "claire (fictif)" },
    });
    await act("amina", "withdrawConsent", { consent });
    expect(ids((await seenBy("sophie")).referentMandate.interveners)).toEqual([medicoSocialCentre]);
    await share("claire", medicoSocialCentre);
  });

  it("asks each source once for all of it, however many there are", async () => {
    const one = await countCalls(hub, () => seenBy("sophie"));
    await insertRows(
      hub,
      "consent",
      "accompaniment",
      [2021, 2022, 2023].map((year) => ({
        id: randomUUID(),
        person_id: people.amina,
        organization_id: association,
        basis: "CONSENT",
        started_on: `${year}-01-01`,
        ended_on: `${year}-06-30`,
        end_reason: "GOALS_REACHED",
      })),
    );
    const more = await countCalls(hub, () => seenBy("sophie"));
    expect(more.result.referentMandate.interveners).toHaveLength(5);
    expect(more.calls).toEqual(one.calls);
    expect(more.statements.consent).toEqual(one.statements.consent);
  });

  it("alone sees them, with the person: who has no mandate sees what her own organisation does, or nothing", async () => {
    const { data } = await hub.ask("amina", INTERVENERS.replace("($id: ID!)", "").replace("person(id: $id)", "me"));
    expect(ids(data.me.referentMandate.interveners)).toHaveLength(6);
    const karims = await seenBy("karim");
    expect(karims.referentMandate).toBeNull();
    expect(ids(karims.accompaniments)).toEqual([insertionDoubs]);
    for (const who of ["paul", "leo", "nadia", "bruno"]) expect(await seenBy(who)).toBeNull();
    // Even with a right to read the mandate: that she is accompanied by others is for who holds it.
    await share("sophie", association);
    const claires = (await seenBy("claire")).referentMandate;
    expect(claires).toEqual({ interveners: [] });
  });
});

describe("a coordination meeting", () => {
  const meeting = (words: object = {}) => ({
    requestKey: randomUUID(),
    mandate: mandates.amina,
    heldOn: today(),
    agreedOn: today(),
    agreementMedium: "IN_PERSON",
    participants: [association],
    decisions: ["Préparer le retour à l’emploi à mi-temps."],
    tasks: [
      { organization: association, label: "Prendre rendez-vous au centre.", dueOn: inMonths(1) },
      { organization: medicoSocialCentre, label: "Demander la carte de transport.", dueOn: today() },
    ],
    ...words,
  });
  const SHOWN = "coordinationMeeting { id participants { id } tasks { id label dueOn organization { id } } }";
  const record = (who: string, words: object = {}) => act(who, "recordCoordinationMeeting", meeting(words), SHOWN);
  const complete = (who: string, task: string, words: object = {}) =>
    act(who, "completeCoordinationTask", { task, ...words }, "coordinationTask { doneOn }");
  const WORKLIST =
    "query ($dueBefore: Date, $after: String) { coordinationTasks(first: 1, after: $after, dueBefore: $dueBefore) { totalCount pageInfo { endCursor hasNextPage } edges { node { id label viewerCanComplete } } } }";
  const worklist = async (who: string, variables: Record<string, unknown> = {}) =>
    (await hub.ask(who, WORKLIST, variables)).data.coordinationTasks;

  it("is recorded under the active mandate, with the person's agreement, and by nobody else", async () => {
    for (const [who, code] of [
      ["karim", "NOT_FOUND"],
      ["paul", "NOT_FOUND"],
      ["claire", "FORBIDDEN"],
      ["leo", "FORBIDDEN"],
      ["amina", "FORBIDDEN"],
    ] as const)
      expect([who, (await record(who)).codes]).toEqual([who, [code]]);
    for (const words of [
      { agreedOn: inMonths(1) },
      { heldOn: inMonths(1), agreedOn: today() },
      { heldOn: "2026-03-01", agreedOn: "2026-03-01" },
      { tasks: [{ organization: association, label: "Hier.", dueOn: "2026-03-10" }] },
    ])
      expect((await record("sophie", words)).codes).toEqual(["BAD_USER_INPUT"]);
    expect(await hub.sql("social-services", "select id from coordination_meeting")).toEqual([]);
    const once = meeting();
    const first = await act("sophie", "recordCoordinationMeeting", once, SHOWN);
    expect(first.codes).toEqual([]);
    expect(await act("sophie", "recordCoordinationMeeting", once, SHOWN)).toEqual(first);
    const { data } = await hub.ask("amina", "{ me { coordinationMeetings { decisions tasks { label } } } }");
    expect(data.me.coordinationMeetings).toEqual([
      {
        decisions: once.decisions,
        tasks: [{ label: "Demander la carte de transport." }, { label: "Prendre rendez-vous au centre." }],
      },
    ]);
  });

  it("gives each organisation its worklist, as far as the person lets it, counted and paged so", async () => {
    const page = await worklist("sophie");
    expect(page).toMatchObject({ totalCount: 2, pageInfo: { hasNextPage: true } });
    const rest = await worklist("sophie", { after: page.pageInfo.endCursor });
    expect([page, rest].map(({ edges }) => edges[0].node.label)).toEqual([
      "Demander la carte de transport.",
      "Prendre rendez-vous au centre.",
    ]);
    expect(await worklist("sophie", { dueBefore: today() })).toMatchObject({ totalCount: 0, edges: [] });
    expect((await worklist("sophie", { dueBefore: inMonths(1) })).totalCount).toBe(1);
    expect(await worklist("claire")).toMatchObject({
      totalCount: 1,
      edges: [{ node: { label: "Prendre rendez-vous au centre.", viewerCanComplete: true } }],
    });
    expect((await worklist("amina")).totalCount).toBe(2);
    for (const who of ["karim", "paul", "bruno"]) expect((await worklist(who)).totalCount).toBe(0);
    const { errors } = await hub.ask("sophie", WORKLIST, { after: Buffer.from('["x",1]').toString("base64url") });
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(["BAD_USER_INPUT"]);
  });

  it("has its tasks done by who is to do them while the person lets them, or by who called it", async () => {
    const task = (await worklist("claire")).edges[0].node.id;
    for (const who of ["karim", "paul"]) expect((await complete(who, task)).codes).toEqual(["NOT_FOUND"]);
    for (const who of ["leo", "amina"]) expect((await complete(who, task)).codes).toEqual(["FORBIDDEN"]);
    expect((await complete("claire", task, { doneOn: inMonths(1) })).codes).toEqual(["BAD_USER_INPUT"]);
    await act("amina", "restrictSharing", {
      requestKey: randomUUID(),
      category: "SOCIAL_RIGHTS",
      role: "HEALTH_NAVIGATOR",
    });
    expect((await complete("claire", task)).codes).toEqual(["NOT_FOUND"]);
    expect((await worklist("claire")).totalCount).toBe(0);
    await hub.sql("consent", "delete from restriction");
    const done = await complete("claire", task);
    expect(done).toEqual({ codes: [], coordinationTask: { doneOn: today() } });
    expect(await complete("sophie", task)).toEqual(done);
    expect((await worklist("sophie")).totalCount).toBe(1);
  });
});

describe("what the viewer can do", () => {
  const cast = ["amina", "bruno", "claire", "sophie", "karim", "paul", "leo", "nadia", "helene"];
  const asked = { agreedOn: today(), agreementMedium: "PHONE", mandate: mandates.amina };
  /** Each right, where it is said, and an act that takes it and changes nothing: it is refused for another cause, if at all. */
  const rights: [string, string, (who: string) => Promise<{ codes: string[] }>][] = [
    [
      "viewerCanHandOver",
      "referentMandates { viewerCanHandOver }",
      (who) => act(who, "handOverReferentMandate", { ...asked, organization: insertionCreuse }),
    ],
    [
      "viewerCanEnd",
      "referentMandates { viewerCanEnd }",
      (who) =>
        act(who, "endReferentMandate", { mandate: mandates.amina, reason: "LOST_CONTACT", endedOn: "2020-01-01" }),
    ],
    [
      "viewerCanRecord",
      "socialFiles { viewerCanRecord }",
      (who) => act(who, "declareBarrier", { socialFile: SOCIAL_FILE, kind: "MOBILITY" }),
    ],
  ];

  it.each(rights)("%s is true exactly where the act is not refused for a right", async (right, shown, attempt) => {
    const said: string[] = [];
    const done: string[] = [];
    for (const who of cast) {
      const root = ["amina", "bruno"].includes(who) ? "me" : `person(id: "${people.amina}")`;
      const { data } = await hub.ask(who, `{ ${root} { ${shown} } }`);
      const [person] = Object.values(data) as (Record<string, Record<string, boolean>[]> | null)[];
      const [row] = Object.values(person ?? {})[0] ?? [];
      if (row?.[right]) said.push(who);
      const { codes } = await attempt(who);
      if (!codes.some((code: string) => ["FORBIDDEN", "NOT_FOUND"].includes(code))) done.push(who);
    }
    expect(said).toEqual(done);
    expect(said).toEqual(["sophie"]);
  });
});

describe("the last référent is never silently removed", () => {
  const own = async (organization: string): Promise<string> => {
    const rows = await hub.sql(
      "consent",
      "select id from accompaniment where person_id = ? and organization_id = ? and ended_on is null",
      [people.amina, organization],
    );
    return rows[0]?.id;
  };
  const mandateOf = async () =>
    (await hub.ask("amina", "{ me { referentMandates { id endedOn endReason } } }")).data.me.referentMandates;

  it("her organisation does not leave while it holds the mandate; nobody else makes it leave", async () => {
    const accompaniment = await own(medicoSocialCentre);
    const leaving = { accompaniment, reason: "UNAVAILABLE" };
    expect((await act("sophie", "endAccompaniment", leaving)).codes).toEqual(["CONFLICT_VERSION"]);
    for (const who of ["karim", "paul", "claire"])
      expect((await act(who, "endAccompaniment", leaving)).codes).toEqual(["NOT_FOUND"]);
  });

  it("the person ends it, and the mandate says that she asked", async () => {
    expect((await act("amina", "endAccompaniment", { accompaniment: await own(medicoSocialCentre) })).codes).toEqual(
      [],
    );
    for (let tries = 0; tries < 300 && (await mandateOf())[0].endedOn === null; tries += 1) await pause(100);
    expect(await mandateOf()).toEqual([{ id: mandates.amina, endedOn: today(), endReason: "PERSON_ASKED" }]);
    expect(await seenBy("sophie")).toBeNull();
  });

  it("and the registry is told of each mandate that is given and ends", async () => {
    const given = { person: people.bruno, agreedOn: today(), agreementMedium: "PHONE" };
    const { referentMandate } = await act("karim", "giveReferentMandate", given, "referentMandate { id }");
    const [{ id: accompaniment }] = await hub.sql(
      "consent",
      "select id from accompaniment where person_id = ? and organization_id = ?",
      [people.bruno, insertionDoubs],
    );
    const held = async () => hub.sql("consent", "select ended_at from held_mandate where id = ?", [referentMandate.id]);
    for (let tries = 0; tries < 300 && (await held()).length === 0; tries += 1) await pause(100);
    const leaving = { accompaniment, reason: "UNAVAILABLE" };
    expect((await act("karim", "endAccompaniment", leaving)).codes).toEqual(["CONFLICT_VERSION"]);
    await act("karim", "endReferentMandate", { mandate: referentMandate.id, reason: "GOALS_REACHED" });
    for (let tries = 0; tries < 300 && (await held())[0].ended_at === null; tries += 1) await pause(100);
    expect((await act("karim", "endAccompaniment", leaving)).codes).toEqual([]);
  });
});
