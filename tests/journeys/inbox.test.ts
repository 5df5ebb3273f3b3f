import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import type { CaughtMail } from "../../scripts/development/mail-catcher.ts";
import { contracts, mandates, organizations, people } from "../../scripts/development/world.ts";
import { careAndConsent } from "../../scripts/journey/care-and-consent.ts";
import { play } from "../../scripts/journey/steps.ts";
import { inMonths, newStory, type Story, today, withoutRequestId } from "../../scripts/journey/story.ts";
import { eventually } from "../support/eventually.ts";
import { insertRows } from "../support/insert-rows.ts";
import { openTestHub, type TestHub } from "../support/open-test-hub.ts";

jest.setTimeout(120_000);

const INBOX = `query ($first: Int! = 100, $after: String, $filter: InboxFilter) {
  inbox { unreadCount items(first: $first, after: $after, filter: $filter) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node {
    id kind appearsAt isRead person { givenName } prescription { id status } planExtract { id lines { label } } employmentContract { id status } coordinationTask { id label } } } } } }`;
const MARK = `mutation ($input: MarkInboxItemsReadInput!) {
  markInboxItemsRead(input: $input) { inboxItems { id isRead } userErrors { code field message } } }`;
const PROPOSED = { kinds: ["PLAN_PROPOSED"] };
const WITHDRAW = `mutation ($input: WithdrawConsentInput!) {
  withdrawConsent(input: $input) { consent { state } userErrors { code } } }`;

// biome-ignore lint/suspicious/noExplicitAny: items of the answer
type Opened = { unreadCount: number; totalCount: number; items: any[]; body: string };

interface Listed {
  readonly edges: readonly { readonly node: { readonly id: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

/** As far as the proposal: what is linked to a contract waits no more. */
const TO_THE_PROPOSAL = careAndConsent.findIndex(({ what }) => what === "links it to the contract");

const mails: CaughtMail[] = [];
let hub: TestHub;
let story: Story;
let nobodysInbox: string;
beforeAll(async () => {
  hub = await openTestHub({ withDirectory: true, onMail: (mail) => void mails.push(mail), mailEveryMs: 100 });
  nobodysInbox = withoutRequestId((await hub.ask("karim", INBOX)).body);
  story = newStory(hub.ask);
  await play(careAndConsent.slice(0, TO_THE_PROPOSAL), story, () => undefined);
  // Whatever is done to a contract states what waits about it; here it changes nothing.
  const unlink = `mutation { unlinkPlanExtract(input: { contract: "${contracts.amina}" }) { userErrors { code } } }`;
  expect((await hub.ask("karim", unlink)).data.unlinkPlanExtract.userErrors).toEqual([]);
  await eventually(async () => (await open("karim")).totalCount === 2);
});
afterAll(() => hub?.close());

async function open(who: string, variables: Record<string, unknown> = {}): Promise<Opened> {
  const answer = await hub.ask(who, INBOX, variables);
  expect(answer.errors).toBeUndefined();
  const { unreadCount, items } = answer.data.inbox;
  return {
    unreadCount,
    totalCount: items.totalCount,
    items: items.edges.map(({ node }: { node: unknown }) => node),
    body: answer.body,
  };
}
const mark = async (who: string, items: readonly string[]) =>
  (await hub.ask(who, MARK, { input: { items } })).data.markInboxItemsRead;

/** Puts an inbox in the past, as if what waits had been stated earlier. */
const ago = (days: number) =>
  hub.sql(
    "consent",
    "update inbox_item set appears_at = appears_at - ? * interval '1 day', lapses_at = lapses_at - ? * interval '1 day'",
    [days, days],
  );

describe("an inbox", () => {
  test("tells the prescriber that her prescription was answered, and no longer asks the association for its answer", async () => {
    const { items } = await open("sophie");
    expect(items).toMatchObject([
      {
        kind: "PRESCRIPTION_ANSWERED",
        isRead: false,
        prescription: { id: story.prescription },
        planExtract: null,
        employmentContract: null,
      },
    ]);
    expect((await open("claire")).items).toEqual([]);
  });

  test("tells the référent of a plan that was sent to her organisation, with what she may read of it", async () => {
    const { items } = await open("karim", { filter: PROPOSED });
    expect(items).toMatchObject([
      {
        kind: "PLAN_PROPOSED",
        person: { givenName: "Amina" },
        planExtract: { id: story.extract.id, lines: expect.anything() },
        prescription: null,
      },
    ]);
  });

  test("tells of a renewal two months before the end of a contract", async () => {
    const [contract] = (
      await hub.ask("karim", "{ employmentContracts(first: 1) { edges { node { id endsOn version } } } }")
    ).data.employmentContracts.edges;
    expect(contract.node.id).toBe(contracts.amina);
    const [item] = await hub.sql("consent", "select kind, appears_at from inbox_item where record_id = ?", [
      contracts.amina,
    ]);
    expect(item.kind).toBe("CONTRACT_TO_RENEW");
    const before = new Date(`${contract.node.endsOn}T00:00:00Z`);
    before.setUTCMonth(before.getUTCMonth() - 2);
    expect(Math.abs(new Date(item.appears_at).getTime() - before.getTime())).toBeLessThan(4 * 86_400_000);
  });

  test("tells of a change that awaits signatures, as long as it does", async () => {
    const terms = { endsOn: inMonths(1), weeklyHours: 15, isHoursAdjusted: false, commitments: ["Se voir"] };
    const [{ node }] = (await hub.ask("karim", "{ employmentContracts(first: 1) { edges { node { version kind } } } }"))
      .data.employmentContracts.edges;
    const amending = {
      contract: contracts.amina,
      version: node.version,
      reason: "EARLIER_END",
      effectiveOn: today(),
      terms,
    };
    const amend =
      "mutation ($input: AmendEmploymentContractInput!) { amendEmploymentContract(input: $input) { employmentContract { awaitingVersion { number } } userErrors { code message } } }";
    const amended = (await hub.ask("karim", amend, { input: amending })).data.amendEmploymentContract;
    expect(amended.userErrors).toEqual([]);
    const waits = async () =>
      (await open("karim", { filter: { kinds: ["CONTRACT_CHANGE_TO_SIGN"] } })).totalCount === 1;
    await eventually(waits);
    const { number: version } = amended.employmentContract.awaitingVersion;
    const giveUp = `mutation { giveUpContractVersion(input: { contract: "${contracts.amina}", version: ${version} }) { userErrors { code message } } }`;
    expect((await hub.ask("karim", giveUp)).data.giveUpContractVersion.userErrors).toEqual([]);
    await eventually(async () => !(await waits()));
  });

  test("is of the organisation one acts for, in the roles one has there", async () => {
    expect((await open("paul")).items).toEqual([]);
    expect((await hub.ask("amina", INBOX)).data).toEqual({ inbox: null });
  });

  test("is marked as read by each member for herself, again and again with the same effect", async () => {
    const [item] = (await open("karim")).items;
    for (let times = 0; times < 2; times++)
      expect(await mark("karim", [item.id])).toEqual({ inboxItems: [{ id: item.id, isRead: true }], userErrors: [] });
    const read = await open("karim");
    expect([read.unreadCount, read.items.map(({ isRead }) => isRead)]).toEqual([1, [true, false]]);
    expect((await open("karim", { filter: { isUnreadOnly: true, ...PROPOSED } })).totalCount).toBe(0);
    await hub.sql("consent", "update inbox_item set appears_at = now() where id = ?", [item.id]);
    expect((await open("karim")).items[0].isRead).toBe(false);
  });

  test("of another's item says what it says of none: nothing is marked", async () => {
    const [hers] = (await open("sophie")).items;
    const refusals = [await mark("karim", [hers.id]), await mark("karim", [randomUUID()])];
    for (const refusal of refusals)
      expect(refusal).toMatchObject({ inboxItems: null, userErrors: [{ code: "NOT_FOUND", field: ["items"] }] });
    expect((await open("sophie")).unreadCount).toBe(1);
    expect(await mark("amina", [hers.id])).toMatchObject({ userErrors: [{ code: "FORBIDDEN" }] });
  });

  test("is asked in three statements of the registry, however much waits", async () => {
    const count = async () => {
      hub.statements.consent!.length = 0;
      await hub.ask(
        "sophie",
        "{ inbox { unreadCount items(first: 100) { totalCount edges { node { id kind isRead } } } } }",
      );
      return hub.statements.consent!.filter((sql) => /inbox_|professional|membership|decision/.test(sql)).length;
    };
    const few = await count();
    await hub.sql(
      "consent",
      `insert into inbox_item (kind, recipient_organization_id, person_id, organization_id, record_id, appears_at)
       select 'PRESCRIPTION_ANSWERED', ?, ?, ?, gen_random_uuid(), now() - i * interval '1 minute' from generate_series(1, 150) i`,
      [organizations.medicoSocialCentre, people.amina, organizations.medicoSocialCentre],
    );
    expect([few, await count()]).toEqual([3, 3]);
  });

  test("is paged without a gap or a double", async () => {
    const seen: string[] = [];
    let after: string | undefined;
    for (let page = 0; page < 10; page++) {
      const answer: Listed = (await hub.ask("sophie", INBOX, { first: 40, after })).data.inbox.items;
      seen.push(...answer.edges.map(({ node }) => node.id));
      if (!answer.pageInfo.hasNextPage) break;
      after = answer.pageInfo.endCursor;
    }
    expect([seen.length, new Set(seen).size]).toEqual([151, 151]);
    await hub.sql(
      "consent",
      "delete from inbox_item where appears_at < now() and record_id::text <> ? and kind = 'PRESCRIPTION_ANSWERED'",
      [story.prescription],
    );
    expect((await hub.ask("sophie", INBOX, { after: "nonsense" })).errors![0]!.extensions.code).toBe("BAD_USER_INPUT");
  });
});

describe("an inbox of much that others hold", () => {
  const MANY = 450;
  const PAGE =
    "query ($after: String) { inbox { items(first: 50, after: $after) { pageInfo { hasNextPage endCursor } edges { node { id } } } } }";
  const isAsked = (sql: string) => /from inbox_item i\s/.test(sql) || /insert into decision_record/.test(sql);
  /** What an answer cost the registry: statements about items and decisions, and how many it decided about. */
  async function costOf(query: string, variables: Record<string, unknown> = {}) {
    const decided = async () => Number((await hub.sql("consent", "select count(*) as n from decision_record"))[0].n);
    const before = await decided();
    hub.statements.consent!.length = 0;
    const { data, errors } = await hub.ask("claire", query, variables);
    expect(errors).toBeUndefined();
    const statements = hub.statements.consent!.filter(isAsked).length;
    return { inbox: data.inbox, statements, decisions: (await decided()) - before };
  }

  beforeAll(async () => {
    const { medicoSocialCentre: centre, association } = organizations;
    const person = (i: string) => `('0bbbbbbb-0000-4000-8000-' || lpad(${i}::text, 12, '0'))::uuid`;
    const all = `generate_series(1, ${MANY}) i`;
    await hub.sql(
      "consent",
      `insert into person (id, given_name, family_name, birth_year, epoch) select ${person("i")}, 'Given', 'Many', 1980, 0 from ${all}`,
    );
    await hub.sql(
      "consent",
      `insert into consent (id, person_id, organization_id, state, notice_id, not_after, version)
       select ${person("i")}, ${person("i")}, ?, 'DRAFT', (select id from notice limit 1), now() + interval '1 day', 1 from ${all}`,
      [centre],
    );
    await hub.sql(
      "consent",
      `insert into consent_grant (id, consent_id, person_id, organization_id, source_organization_id, grantee_organization_id,
         grantee_roles, purpose, category, operations, not_before, not_after)
       select ${person("i")}, ${person("i")}, ${person("i")}, ?, ?, ?, '{HEALTH_NAVIGATOR}', 'CARE_ACCESS_COORDINATION', 'CARE_NAVIGATION',
         '{READ}', now() - interval '1 day', now() + interval '1 day' from ${all}`,
      [centre, centre, association],
    );
    await hub.sql(
      "consent",
      "update consent set state = 'ACTIVE', offered_at = now(), given_at = now() where id = person_id",
    );
    await hub.sql(
      "consent",
      `insert into inbox_item (kind, recipient_organization_id, person_id, organization_id, record_id, appears_at)
       select 'PRESCRIPTION_TO_ANSWER', ?, ${person("i")}, ?, ${person("i")}, now() - i * interval '1 minute' from ${all}`,
      [association, centre],
    );
  });
  afterAll(async () => {
    await hub.sql("consent", "delete from inbox_item where record_id = person_id");
  });

  test("decides about one batch for a page, wherever it stands, and no further", async () => {
    const first = await costOf(PAGE);
    expect(first.inbox.items.edges).toHaveLength(50);
    expect(first).toMatchObject({ statements: 2, decisions: 200 });
    let after = first.inbox.items.pageInfo.endCursor;
    const seen = new Set(first.inbox.items.edges.map(({ node }: { node: { id: string } }) => node.id));
    for (let page = 1; page < MANY / 50; page++) {
      const { inbox, statements, decisions } = await costOf(PAGE, { after });
      expect([statements, decisions <= 200]).toEqual([2, true]);
      for (const { node } of inbox.items.edges) seen.add(node.id);
      after = inbox.items.pageInfo.endCursor;
      expect(inbox.items.pageInfo.hasNextPage).toBe(page < MANY / 50 - 1);
    }
    expect(seen.size).toBe(MANY);
  });

  test("decides once about each for its counts, batch after batch, which the page shares", async () => {
    const { inbox, statements, decisions } = await costOf(
      "{ inbox { unreadCount items(first: 50) { totalCount edges { node { id } } } } }",
    );
    expect([inbox.unreadCount, inbox.items.totalCount]).toEqual([MANY, MANY]);
    expect({ statements, decisions }).toEqual({ statements: 2 * Math.ceil(MANY / 200), decisions: MANY });
  });

  test("counts no further than a thousand", async () => {
    await hub.sql(
      "consent",
      `insert into inbox_item (kind, recipient_organization_id, person_id, organization_id, record_id, appears_at)
       select 'AGREEMENT_ENDING', ?, ?, ?, gen_random_uuid(), now() - i * interval '1 second' from generate_series(1, 1200) i`,
      [organizations.association, people.amina, organizations.association],
    );
    const { inbox } = await costOf("{ inbox { unreadCount items(first: 1) { totalCount } } }");
    expect([inbox.unreadCount, inbox.items.totalCount]).toEqual([1_000, 1_000]);
    await hub.sql("consent", "delete from inbox_item where kind = 'AGREEMENT_ENDING'");
  });
});

describe("a digest", () => {
  const ADDRESS = "karim@insertion.example";
  const change = async (who: string, act: string, input: object) => {
    const type = `${act[0]!.toUpperCase()}${act.slice(1)}Input!`;
    const query = `mutation ($input: ${type}) { ${act}(input: $input) { digest { address frequency confirmedAt } userErrors { code field } } }`;
    const { data, errors } = await hub.ask(who, query, { input });
    return data?.[act] ?? errors;
  };
  const request = (frequency: string, address = ADDRESS) => change("karim", "requestDigest", { address, frequency });
  /** As if the last digest had been sent so many days ago. */
  const sentAgo = (days: number) =>
    hub.sql("consent", "update digest set sent_at = now() - ? * interval '1 day'", [days]);
  const sinceSent = async () =>
    (await hub.sql("consent", "select sent_at > now() - interval '1 hour' as just from digest"))[0].just;

  /** A digest is queued in the transaction that notes it as sent, and leaves the queue once it was taken. */
  const areAllSent = async () => (await hub.sql("consent", "select from mail")).length === 0;

  test("is sent nowhere before the address is confirmed by the code that was sent there", async () => {
    expect(await request("DAILY")).toEqual({
      digest: { address: ADDRESS, frequency: "DAILY", confirmedAt: null },
      userErrors: [],
    });
    await eventually(() => mails.length > 0);
    expect(await request("DAILY")).toMatchObject({ userErrors: [] });
    expect(await request("DAILY", "other@insertion.example")).toMatchObject({
      digest: null,
      userErrors: [{ code: "BAD_USER_INPUT", field: ["address"] }],
    });
    const [mail] = mails;
    expect([mail!.to, mail!.subject]).toEqual([[ADDRESS], "Passerelle : confirmez votre adresse"]);
    const code = /^[\w-]{22}$/m.exec(mail!.text)![0];
    for (const wrong of ["A".repeat(22), ""])
      expect(await change("karim", "confirmDigest", { code: wrong })).toMatchObject({
        digest: null,
        userErrors: [{ code: "BAD_USER_INPUT" }],
      });
    expect(await change("paul", "confirmDigest", { code })).toMatchObject({ userErrors: [{ code: "BAD_USER_INPUT" }] });
    for (let times = 0; times < 2; times++)
      expect(await change("karim", "confirmDigest", { code })).toMatchObject({
        digest: { confirmedAt: expect.any(String) },
        userErrors: [],
      });
    expect(await change("amina", "requestDigest", { address: ADDRESS, frequency: "DAILY" })).toMatchObject({
      userErrors: [{ code: "FORBIDDEN" }],
    });
  });

  test("says how much waits, and nothing of what, or of whom", async () => {
    await hub.sql("consent", "update inbox_item set appears_at = now() where kind = 'PLAN_PROPOSED'");
    mails.length = 0;
    await sentAgo(8);
    await eventually(() => mails.length > 0);
    expect(mails).toHaveLength(1);
    const [{ to, subject, text }] = mails as [CaughtMail];
    expect([to, subject]).toEqual([[ADDRESS], "Passerelle : du nouveau vous attend"]);
    expect(text).toContain("2 éléments attendent votre lecture");
    const written = `${subject} ${text}`;
    for (const word of ["Amina", "Karim", story.extract.id, people.amina, "PLAN_PROPOSED", "contrat", "santé"])
      expect(written).not.toContain(word);
  });

  test("is not sent twice in its period, nor when nothing new waits", async () => {
    mails.length = 0;
    await hub.sql("consent", "update inbox_item set appears_at = now() - interval '20 days'");
    await sentAgo(8);
    await eventually(sinceSent);
    await eventually(areAllSent);
    expect(mails).toEqual([]);
  });

  test("tells of nothing the person does not permit any more", async () => {
    mails.length = 0;
    await hub.sql("consent", "update inbox_item set appears_at = now() where kind = 'PLAN_PROPOSED'");
    await hub.sql(
      "consent",
      "update consent set state = 'SUSPENDED', suspension_cause = 'ASKED_BY_PERSON' where id = ?",
      [story.consent],
    );
    await sentAgo(8);
    await eventually(sinceSent);
    await eventually(areAllSent);
    expect(mails).toEqual([]);
    await hub.sql("consent", "update consent set state = 'ACTIVE', suspension_cause = null where id = ?", [
      story.consent,
    ]);
  });

  test("stops when she says so, and her address is forgotten", async () => {
    expect(await change("karim", "stopDigest", { address: "other@insertion.example" })).toMatchObject({
      userErrors: [{ code: "NOT_FOUND" }],
    });
    for (let times = 0; times < 2; times++)
      expect(await change("karim", "stopDigest", { address: ADDRESS })).toEqual({ digest: null, userErrors: [] });
    expect(await hub.sql("consent", "select * from digest")).toEqual([]);
    expect((await hub.ask("karim", "{ digest { address } }")).data).toEqual({ digest: null });
  });
});

describe("what waits follows the clock", () => {
  test("a prescription waits for its answer, is reminded of after ten days, and expires for both after thirty", async () => {
    const asked = await hub.ask(
      "sophie",
      "mutation ($input: PrescribeHealthSupportInput!) { prescribeHealthSupport(input: $input) { prescription { id } userErrors { code } } }",
      {
        input: {
          requestKey: randomUUID(),
          person: people.amina,
          recipient: organizations.association,
          reasons: ["APPOINTMENTS"],
        },
      },
    );
    const { id } = asked.data.prescribeHealthSupport.prescription;
    const kinds = async (who: string) =>
      (await open(who)).items.filter(({ prescription }) => prescription?.id === id).map(({ kind }) => kind);
    await eventually(async () => (await kinds("claire")).length > 0);
    expect([await kinds("claire"), await kinds("sophie")]).toEqual([["PRESCRIPTION_TO_ANSWER"], []]);
    await ago(10);
    expect(await kinds("claire")).toEqual(["PRESCRIPTION_ANSWER_LATE", "PRESCRIPTION_TO_ANSWER"]);
    await ago(20);
    expect([await kinds("claire"), await kinds("sophie")]).toEqual([[], ["PRESCRIPTION_EXPIRED"]]);
    await ago(181);
    expect((await open("sophie")).totalCount).toBe(0);
  });
});

/** Runs one mutation, which must not be refused. */
async function done(who: string, name: string, input: object, shown = "") {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input!`;
  const query = `mutation ($input: ${type}) { ${name}(input: $input) { ${shown} userErrors { code message } } }`;
  const { data, errors } = await hub.ask(who, query, { input });
  expect([name, errors, data?.[name]?.userErrors]).toEqual([name, undefined, []]);
  return data[name];
}

describe("what a coordination meeting gave an organisation to do", () => {
  const TASKS = { kinds: ["COORDINATION_TASK_ASSIGNED", "COORDINATION_TASK_DUE"] };
  const { association, medicoSocialCentre } = organizations;
  const kindsOf = async (who: string) => (await open(who, { filter: TASKS })).items.map(({ kind }) => kind);
  let nothing: string;
  let consent: string;

  beforeAll(async () => {
    nothing = withoutRequestId((await open("claire", { filter: TASKS })).body);
    const meeting = { requestKey: randomUUID(), mandate: mandates.amina, heldOn: today(), agreedOn: today() };
    const tasks = [association, association, medicoSocialCentre].map((organization) => ({
      organization,
      label: "Prendre rendez-vous.",
      dueOn: inMonths(1),
    }));
    const decided = { agreementMedium: "PHONE", participants: [association], decisions: [], tasks };
    await done("sophie", "recordCoordinationMeeting", { ...meeting, ...decided });
  });

  test("waits for it, and for another than the one that called it only as long as the person lets it know", async () => {
    await eventually(async () => (await kindsOf("sophie")).length === 1);
    await eventually(
      async () =>
        (await hub.sql("consent", "select from inbox_item where kind = 'COORDINATION_TASK_DUE'")).length === 3,
    );
    expect(withoutRequestId((await open("claire", { filter: TASKS })).body)).toBe(nothing);
    const grant = {
      recipient: association,
      purpose: "SOCIAL_FOLLOW_UP",
      category: "SOCIAL_RIGHTS",
      operations: ["READ"],
    };
    const drafting = { requestKey: randomUUID(), person: people.amina, grants: [grant] };
    const drafted = await done(
      "sophie",
      "draftConsent",
      drafting,
      "consent { id grants { id } notice { contentHash } }",
    );
    consent = drafted.consent.id;
    await done("sophie", "offerConsent", { consent });
    const approvals = [{ grant: drafted.consent.grants[0].id }];
    await done("amina", "giveConsent", { consent, noticeHash: drafted.consent.notice.contentHash, approvals });
    const { items } = await open("claire", { filter: TASKS });
    const assigned = { kind: "COORDINATION_TASK_ASSIGNED", coordinationTask: { label: "Prendre rendez-vous." } };
    expect(items).toMatchObject([assigned, assigned]);
  });

  test("is due from its day on, without anybody doing anything, and waits no more once done", async () => {
    await ago(32);
    expect((await kindsOf("claire")).sort()).toEqual([...TASKS.kinds, ...TASKS.kinds].sort());
    const [{ coordinationTask }] = (await open("claire", { filter: TASKS })).items;
    await done("claire", "completeCoordinationTask", { task: coordinationTask.id });
    await eventually(async () => (await kindsOf("claire")).length === 2);
    expect(await kindsOf("sophie")).toEqual(["COORDINATION_TASK_DUE", "COORDINATION_TASK_ASSIGNED"]);
  });

  test("is gone to the byte once she lets it know no more", async () => {
    expect(await kindsOf("claire")).toHaveLength(2);
    await done("amina", "withdrawConsent", { consent });
    expect(withoutRequestId((await open("claire", { filter: TASKS })).body)).toBe(nothing);
  });
});

describe("a request that a record be corrected", () => {
  const ASKED = { kinds: ["HEALTH_ACCESS_RECTIFICATION_ASKED", "RECTIFICATION_DUE"] };
  const kindsOf = async (who: string) => (await open(who, { filter: ASKED })).items.map(({ kind }) => kind);
  let rectification: string;

  test("waits for those who answer it, and no other organisation hears of it", async () => {
    const request = {
      requestKey: randomUUID(),
      kind: "HealthSupport",
      record: story.support,
      statement: "La date est fausse.",
    };
    rectification = (await done("amina", "requestHealthAccessRectification", request, "rectification { id }"))
      .rectification.id;
    await eventually(async () => (await kindsOf("claire")).length > 0);
    expect(await kindsOf("claire")).toEqual(["HEALTH_ACCESS_RECTIFICATION_ASKED"]);
    for (const other of ["sophie", "karim", "paul", "nadia"])
      expect([other, await kindsOf(other)]).toEqual([other, []]);
  });

  test("is told to the officer of the organisation a week before its day, until it is answered", async () => {
    const [held] = await hub.sql(
      "consent",
      "select m.* from membership m join professional p on p.id = m.professional_id where p.subject = 'development|claire'",
    );
    await insertRows(hub, "consent", "membership", [{ ...held, id: randomUUID(), role: "DATA_PROTECTION_OFFICER" }]);
    expect(await kindsOf("claire")).toEqual(["HEALTH_ACCESS_RECTIFICATION_ASKED"]);
    const [due] = await hub.sql(
      "consent",
      "select extract(day from appears_at - now())::int as days from inbox_item where kind = 'RECTIFICATION_DUE'",
    );
    expect(due.days).toBeGreaterThanOrEqual(19);
    expect(due.days).toBeLessThanOrEqual(24);
    await ago(25);
    expect(await kindsOf("claire")).toEqual(["RECTIFICATION_DUE", "HEALTH_ACCESS_RECTIFICATION_ASKED"]);
    await done("claire", "acceptHealthAccessRectification", { rectification });
    await eventually(async () => (await kindsOf("claire")).length === 0);
  });
});

test("a withdrawal takes the proposal out of the inbox: it reads like one where nothing was ever sent, to the byte", async () => {
  await hub.sql("consent", "delete from inbox_item where kind <> 'PLAN_PROPOSED'");
  await hub.sql("consent", "update inbox_item set appears_at = now()");
  const [item] = (await open("karim")).items;
  expect(item.kind).toBe("PLAN_PROPOSED");
  const { data } = await hub.ask("amina", WITHDRAW, { input: { consent: story.consent } });
  expect(data.withdrawConsent).toEqual({ consent: { state: "WITHDRAWN" }, userErrors: [] });
  expect(withoutRequestId((await open("karim")).body)).toBe(nobodysInbox);
  expect(await mark("karim", [item.id])).toMatchObject({ inboxItems: null, userErrors: [{ code: "NOT_FOUND" }] });
});
